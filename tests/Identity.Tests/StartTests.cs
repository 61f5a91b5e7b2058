using System.Diagnostics;
using AwesomeAssertions;
using Xunit;

namespace Guzhang.Identity.Tests;

public sealed class StartTests
{
    [Theory]
    [InlineData("Identity:Authority")]
    [InlineData("Identity:ClientsFile")]
    [InlineData("Secrets:Directory")]
    [InlineData("ConnectionStrings:Database")]
    public async Task Given_a_setting_is_missing_when_the_service_starts_then_one_line_names_it_and_the_exit_code_is_not_zero(string missing)
    {
        using var temp = new TempFolder();
        var folder = temp.Path;
        await File.WriteAllTextAsync(Path.Combine(folder, "clients.json"), IdentityHost.Clients);
        var settings = new Dictionary<string, string>
        {
            ["Identity:Authority"] = "http://127.0.0.1:1",
            ["Identity:ClientsFile"] = Path.Combine(folder, "clients.json"),
            ["Secrets:Directory"] = Path.Combine(folder, "secrets"),
            ["ConnectionStrings:Database"] = "Host=127.0.0.1;Port=1",
            ["County:Directory"] = Guzhang.AppHost.Repository.Find().County,
            ["urls"] = "http://127.0.0.1:0",
        };
        settings.Remove(missing);

        var (exit, output) = await Run(settings);

        exit.Should().NotBe(0);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle().Which.Should().Contain(missing);
    }

    [Fact]
    public async Task Given_an_authority_that_is_no_address_when_the_service_starts_then_one_line_says_so()
    {
        var (exit, output) = await Run(new() { ["Identity:Authority"] = "identity" });

        exit.Should().NotBe(0);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle().Which.Should().Contain("Identity:Authority");
    }

    private static async Task<(int Exit, string Output)> Run(Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet")
            start.FileName = "dotnet";
        start.ArgumentList.Add(typeof(IdentityService).Assembly.Location);
        foreach (var (key, value) in settings)
            start.ArgumentList.Add($"--{key}={value}");
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }
}
