using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;

namespace Guzhang.Identity.Accounts;

/// <summary>
/// What a password must not be besides too short: a common one, a row of keys or one thing repeated, the account's own
/// name. No classes of characters are asked for: they make passwords harder to remember, not to guess.
/// </summary>
internal sealed partial class PasswordRules : IPasswordValidator<Account>
{
    public const int Shortest = 12;
    private const int Longest = 128;
    private const int Different = 5;

    private static readonly string[] Rows =
        ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp"];

    private static readonly HashSet<string> Common = Load();

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(Fault(password ?? "", [user.UserName ?? "", user.DisplayName]) is { } fault
            ? IdentityResult.Failed(new IdentityError { Code = nameof(PasswordRules), Description = fault })
            : IdentityResult.Success);

    /// <summary>Pure: why this can't be the password of an account with these names, or null.</summary>
    public static string? Fault(string password, IReadOnlyList<string> names)
    {
        var text = password.Trim().ToLowerInvariant();
        if (password.Length < Shortest)
            return $"密码至少 {Shortest} 位；可以用几个不相干的词连成一句。";
        if (password.Length > Longest)
            return $"密码不能超过 {Longest} 位。";
        if (text.Distinct().Count() < Different)
            return $"密码中至少要有 {Different} 种不同的字符。";
        if (names.Any(name => name.Trim().Length >= 2 && text.Contains(name.Trim().ToLowerInvariant(), StringComparison.Ordinal)))
            return "密码中不能含有自己的账号或名称。";
        if (Common.Contains(text) || Common.Contains(Letters(text)) || IsRow(text))
            return "这个密码太常见，容易被猜到，请换一个。";
        return null;
    }

    /// <summary>Without digits and signs, which people put around a common word, and without a word said several times.</summary>
    private static string Letters(string text)
    {
        var letters = NotLetters().Replace(text, "");
        for (var length = 1; length <= letters.Length / 2; length++)
        {
            if (letters.Length % length == 0 && string.Concat(Enumerable.Repeat(letters[..length], letters.Length / length)) == letters)
                return letters[..length];
        }

        return letters;
    }

    /// <summary>Whether the text is pieces of keyboard rows, the alphabet or digits, in either direction, of four or more each.</summary>
    private static bool IsRow(string text)
    {
        var all = Rows.Concat(Rows.Select(row => new string([.. row.Reverse()]))).ToArray();
        var at = 0;
        while (at < text.Length)
        {
            var piece = Enumerable.Range(0, text.Length - at).Select(n => text.Length - at - n).FirstOrDefault(n => n >= 4 && all.Any(row => row.Contains(text.Substring(at, n), StringComparison.Ordinal)));
            if (piece == 0)
                return false;
            at += piece;
        }

        return true;
    }

    private static HashSet<string> Load()
    {
        using var file = typeof(PasswordRules).Assembly.GetManifestResourceStream("Guzhang.Identity.Accounts.common-passwords.txt")!;
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    [GeneratedRegex(@"[\d\p{P}\p{S}\s]")]
    private static partial Regex NotLetters();
}
