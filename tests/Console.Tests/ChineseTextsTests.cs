using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Guzhang.Console.Client.Shell;
using MudBlazor;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>WEB-01: no text of the component library is left in English; a new version's new text fails here.</summary>
[Trait("Req", "WEB-01")]
public sealed partial class ChineseTextsTests
{
    private static readonly Dictionary<string, string> Library =
        new ResourceManager("MudBlazor.Resources.LanguageResource", typeof(MudLocalizer).Assembly)
            .GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!
            .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    [Fact]
    public void Given_every_text_of_the_library_then_there_is_a_Chinese_one_and_no_other() =>
        ChineseTexts.All.Keys.Should().BeEquivalentTo(Library.Keys);

    [Fact]
    public void Given_a_text_with_blanks_then_the_Chinese_one_fills_no_other_and_holds_no_word_of_English()
    {
        foreach (var (key, text) in ChineseTexts.All)
        {
            Blanks(text).Should().BeSubsetOf(Blanks(Library[key]), key);
            Word().IsMatch(text).Should().BeFalse($"{key} says {text}");
        }
    }

    private static IEnumerable<string> Blanks(string text) => Blank().Matches(text).Select(m => m.Value).Distinct();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Blank();

    [GeneratedRegex("[A-Za-z]{3,}")]
    private static partial Regex Word();
}
