using AwesomeAssertions;
using Xunit;

namespace Guzhang.AppHost.Tests;

public sealed class PlaceholderTests
{
    private const string Template = """{"clients":[{"id":"a","secret":"{secret:a/client-secret}"}],"at":"{host:rabbitmq}:{port:rabbitmq}"}""";

    [Fact]
    public void Given_a_value_with_placeholders_when_filled_then_braces_of_its_own_stay() =>
        Placeholder.Fill(Template, placeholder => placeholder switch
        {
            ("secret", "a/client-secret") => "s3",
            ("host", _) => "broker",
            _ => "5672",
        }).Should().Be("""{"clients":[{"id":"a","secret":"s3"}],"at":"broker:5672"}""");

    [Fact]
    public void Given_a_placeholder_that_has_no_value_here_then_the_setting_is_left_out() =>
        Placeholder.Fill(Template, placeholder => placeholder.Kind == "port" ? null : "x").Should().BeNull();

    [Fact]
    public void Given_a_value_then_its_parts_put_together_are_the_value() =>
        string.Concat(Placeholder.Parts(Template).Select(part => part.Placeholder is { } placeholder ? $"{{{placeholder.Kind}:{placeholder.Name}}}" : part.Text)).Should().Be(Template);
}
