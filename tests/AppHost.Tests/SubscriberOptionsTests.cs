using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Xunit;

namespace Guzhang.AppHost.Tests;

public sealed class SubscriberOptionsTests
{
    [Fact, Trait("Req", "EVT-04")]
    public void Given_a_name_types_and_towns_then_they_are_read_as_lists()
    {
        var wanted = SubscriberOptions.Parse(["add", "labour-office", "--types", "guzhang.laborer.form-confirmed.v1, guzhang.laborer.form-returned.v1", "--towns", "433126101,433126108", "--title", "劳动局"])!;

        (wanted.Verb, wanted.Id, wanted.Title).Should().Be(("add", "labour-office", "劳动局"));
        wanted.Types.Should().Equal("guzhang.laborer.form-confirmed.v1", "guzhang.laborer.form-returned.v1");
        wanted.Towns.Should().Equal("433126101", "433126108");
    }

    [Theory]
    [InlineData("list"), InlineData("show", "a-b"), InlineData("secret", "a-b"), InlineData("remove", "a-b"), InlineData("grant", "a-b", "--types", "*", "--towns", "*")]
    public void Given_another_verb_with_what_it_needs_then_it_makes_sense(params string[] arguments) => SubscriberOptions.Parse(arguments).Should().NotBeNull();

    [Theory]
    [InlineData("add", "a-b"), InlineData("add", "a-b", "--types", "*"), InlineData("add", "a-b", "--towns", "*"), InlineData("add", "--types", "*"), InlineData("remove")]
    [InlineData("remove", "a-b", "--types", "*"), InlineData("add", "a-b", "--types", "*", "--towns"), InlineData("forget", "a-b"), InlineData("list", "a-b"), InlineData("add", "a-b", "--types", "*", "--towns", "*", "--towns", "*")]
    public void Given_arguments_that_make_no_sense_then_there_is_nothing(params string[] arguments) => SubscriberOptions.Parse(arguments).Should().BeNull();
}
