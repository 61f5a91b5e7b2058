using System.Text;
using AwesomeAssertions;
using Guzhang.Demo.Scanning;
using Xunit;

namespace Guzhang.Demo.Tests;

/// <summary>The scan finds a person wherever and however they are written, and nobody where nobody is.</summary>
[Trait("Req", "COL-15")]
public sealed class ScanningTests
{
    private const string Id = "433126199003070021";

    [Theory]
    [InlineData("id", "UTF-8")]
    [InlineData("id", "UTF-16")]
    [InlineData("id", "base64+0")]
    [InlineData("id", "base64+1")]
    [InlineData("id", "base64+2")]
    [InlineData("name", "UTF-8")]
    [InlineData("name", "UTF-16")]
    [InlineData("name", "\\u")]
    [InlineData("short name", "UTF-8")]
    public void Given_a_person_in_any_encoding_then_they_are_found(string kind, string encoding)
    {
        var text = kind == "id" ? Id : kind == "name" ? "向秀英" : "向英";
        var written = encoding switch
        {
            "UTF-16" => Encoding.Unicode.GetBytes(text),
            "\\u" => Encoding.ASCII.GetBytes(string.Concat(text.Select(c => $"\\u{(int)c:X4}"))),
            "UTF-8" => Encoding.UTF8.GetBytes(text),
            _ => Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes($"{"xxx"[..(encoding[^1] - '0')]}{text} and more"))),
        };

        var found = Find(Needles(), [.. Encoding.UTF8.GetBytes("前文。"), .. written, .. "后文"u8]);

        found.Should().ContainSingle().Which.Should().Be(new Needle(kind, encoding));
    }

    [Fact]
    public void Given_everything_but_them_then_nobody_is_found() =>
        Find(Needles(), Encoding.UTF8.GetBytes($"43312619900307002 向秀 英 张秀英 {Guid.Empty} \\u5411\\u79c0")).Should().BeEmpty();

    [Fact]
    public async Task Given_files_larger_than_a_piece_then_whoever_stands_on_its_edge_is_found_once()
    {
        var folder = Directory.CreateTempSubdirectory("scan");
        try
        {
            foreach (var before in Enumerable.Range((1 << 20) - 20, 22).Append(0).Append(3_000_000))
            {
                await File.WriteAllBytesAsync(Path.Combine(folder.CreateSubdirectory($"{before % 3}").FullName, $"{before}"), [.. new byte[before], .. Encoding.UTF8.GetBytes(Id), .. new byte[before % 2 * 2_000_000]]);
            }

            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "left-out"), Id);
            var findings = new Findings();
            await FileScan.Run(folder.FullName, Needles(), findings, name => name == "left-out");

            findings.Files.Should().Be(24);
            findings.Found.Should().HaveCount(24).And.AllSatisfy(f => f.Value.Should().Be(1));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Given_the_demo_county_then_its_people_are_looked_for_and_few_names_are_places_too()
    {
        var (needles, left) = ScanCommand.Of(new Generation.County(Generation.County.DefaultSeed, 2000).Make());

        needles.Count.Should().BeGreaterThan(4000);
        left.Should().BeLessThan(20);
    }

    private static Needles Needles()
    {
        var needles = new Needles();
        needles.Add("id", Id);
        needles.Add("name", "向秀英");
        needles.Add("short name", "向英");
        return needles;
    }

    private static List<Needle> Find(Needles needles, byte[] data)
    {
        var found = new List<Needle>();
        needles.Find(data, (what, _) => found.Add(what));
        return found;
    }
}
