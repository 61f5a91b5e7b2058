using System.Diagnostics;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Xunit;

namespace Guzhang.AppHost.Tests;

/// <summary>SEC-05: no secret is in the repository.</summary>
public sealed partial class RepositorySecretsTests
{
    private static readonly string[] KeyFiles = [".pem", ".key", ".pfx", ".p12", ".jks", ".keystore", ".kdbx", "id_rsa", "id_ed25519", ".env"];

    [Fact, Trait("Req", "SEC-05")]
    public async Task Given_the_files_that_are_tracked_when_they_are_searched_for_keys_and_tokens_then_there_is_none()
    {
        var root = Repository.Find().Root;
        var files = await Tracked(root);
        files.Should().HaveCountGreaterThan(100);

        var found = files.Where(file => File.Exists(Path.Combine(root, file)))
            .SelectMany(file => Look(file, File.ReadAllText(Path.Combine(root, file)))).ToList();

        found.Should().BeEmpty();
    }

    [Theory]
    [InlineData("a.cs", "-----BEGIN PRIVATE @KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg")]
    [InlineData("a.cs", "-----BEGIN RSA PRIVATE @KEY-----\nMIIEowIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0AHB7")]
    [InlineData("a.json", "AKIA@ABCDEFGHIJKLMNOP")]
    [InlineData("a.md", "ghp_@0123456789abcdefghijklmnopqrstuvwxyz")]
    [InlineData("a.http", "eyJ@hbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJ@zdWIiOiJvZmZpY2VyLTEiLCJyb2xlIjoib3AifQ.MEUCIQDx")]
    [InlineData("appsettings.json", "{\"ConnectionStrings\":{\"Database\":\"Host=db;Pass@word=Xk29fmQpL3vR\"}}")]
    [InlineData("server.pem", "")]
    [InlineData("deploy/.env", "")]
    public void Given_a_file_with_a_secret_when_it_is_searched_then_it_is_found(string file, string text) =>
        Look(file, text.Replace("@", "", StringComparison.Ordinal)).Should().NotBeEmpty();

    /// <summary>Pure: what looks like a secret.</summary>
    private static IEnumerable<string> Look(string file, string text)
    {
        var name = Path.GetFileName(file);
        if (KeyFiles.Any(ending => name == ending || (ending[0] == '.' && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))))
        {
            yield return $"{file} has the name of a key file";
        }

        foreach (Match secret in Secret().Matches(text))
        {
            yield return $"{file} holds {secret.Value[..Math.Min(20, secret.Value.Length)]}…";
        }

        if (name.EndsWith(".json", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".conf", StringComparison.Ordinal))
        {
            foreach (Match password in Password().Matches(text))
            {
                yield return $"{file} holds {password.Value[..12]}…";
            }
        }
    }

    private static async Task<List<string>> Tracked(string root)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", root, "ls-files", "-z"]) { RedirectStandardOutput = true })!;
        var names = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        git.ExitCode.Should().Be(0, "the repository's list of files is needed");
        return [.. names.Split('\0', StringSplitOptions.RemoveEmptyEntries)];
    }

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[baprs]-[A-Za-z0-9-]{20,}|\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{6,}")]
    private static partial Regex Secret();

    [GeneratedRegex(@"(?i)(password|pwd|secret)""?\s*[=:]\s*""?[A-Za-z0-9+/_-]{10,}")]
    private static partial Regex Password();
}
