namespace Guzhang.Domain;

/// <summary>What is mended silently in typed or pasted text: full-width characters, stray blanks and characters that can't be seen.</summary>
internal static class Mending
{
    /// <summary>Full-width ASCII made half-width, blanks at both ends removed. For text that people read.</summary>
    public static string Clean(string text) => Mend(text, keepInner: true);

    /// <summary>Full-width ASCII made half-width, every blank removed. For codes, numbers, dates and choices.</summary>
    public static string Compact(string text) => Mend(text, keepInner: false);

    private static string Mend(string text, bool keepInner)
    {
        var mended = text.AsSpan();
        foreach (var c in mended)
        {
            if (IsOdd(c))
            {
                return Rewrite(text, keepInner);
            }
        }

        return text;
    }

    private static string Rewrite(string text, bool keepInner)
    {
        Span<char> buffer = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (IsInvisible(c) || (!keepInner && IsBlank(c)))
            {
                continue;
            }

            buffer[length++] = c switch
            {
                >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
                _ when IsBlank(c) => ' ',
                _ => c,
            };
        }

        return buffer[..length].Trim(' ').ToString();
    }

    private static bool IsOdd(char c) => c is >= '\uFF01' and <= '\uFF5E' || IsBlank(c) || IsInvisible(c);

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n' or '\u00A0' or '\u3000';

    private static bool IsInvisible(char c) => c is '\u200B' or '\u200C' or '\u200D' or '\uFEFF' or '\uFFFE' or '\uFFFF' || (char.IsControl(c) && !IsBlank(c));
}
