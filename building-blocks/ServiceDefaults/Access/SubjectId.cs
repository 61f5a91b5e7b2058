namespace Guzhang.ServiceDefaults.Access;

/// <summary>Form of the id that a token names its bearer by: an account's, or a program's.</summary>
public static class SubjectId
{
    /// <summary>1 to 64 letters, digits, dots, hyphens or underscores.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
