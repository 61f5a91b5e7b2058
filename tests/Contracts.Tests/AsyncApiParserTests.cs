using System.Diagnostics;
using AwesomeAssertions;
using Xunit;

namespace Guzhang.Contracts.Tests;

/// <summary>EVT-02: the document by the judgement of AsyncAPI's own parser, which its command line uses too.</summary>
public sealed class AsyncApiParserTests
{
    private const string Judge =
        """
        const { Parser } = require('@asyncapi/parser');
        new Parser().parse(require('fs').readFileSync(0, 'utf8')).then(({ document, diagnostics }) => {
          const errors = diagnostics.filter(d => d.severity === 0);
          errors.forEach(d => console.log(`${d.path.join('.')}: ${d.message}`));
          console.log(document ? `AsyncAPI ${document.version()}, ${document.allMessages().length} messages` : 'no document');
          process.exit(document && errors.length === 0 ? 0 : 1);
        });
        """;

    private static string Root { get; } = Path.GetFullPath(Path.Combine(ContractTests.Samples, "..", "..", ".."));

    [Fact, Trait("Req", "EVT-02")]
    public async Task Given_the_document_when_AsyncAPI_s_parser_reads_it_then_it_finds_no_error_and_every_type()
    {
        var (code, said) = await Ask(OtherSystems.EventContracts.AsyncApi);

        code.Should().Be(0, said);
        said.Should().Contain($"AsyncAPI 3.0.0, {EventTypes.All.Count} messages");
    }

    [Fact]
    public async Task Given_a_document_with_a_channel_that_is_not_there_when_the_parser_reads_it_then_it_says_so()
    {
        var (code, _) = await Ask(OtherSystems.EventContracts.AsyncApi.Replace("#/channels/collection", "#/channels/nowhere", StringComparison.Ordinal));

        code.Should().NotBe(0);
    }

    private static async Task<(int Code, string Said)> Ask(string document)
    {
        var modules = Path.Combine(Root, ".local", "asyncapi", "node_modules");
        Assert.SkipUnless(Directory.Exists(Path.Combine(modules, "@asyncapi", "parser")), "AsyncAPI's parser is not installed (./test installs it where npm is)");
        var start = new ProcessStartInfo("node", ["-e", Judge]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = modules;
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.StandardInput.WriteAsync(document);
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        return (node.ExitCode, await output + await errors);
    }
}
