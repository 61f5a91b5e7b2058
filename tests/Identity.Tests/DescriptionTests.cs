using System.Net;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using Xunit;

namespace Guzhang.Identity.Tests;

public sealed class DescriptionTests(SampleService sample)
{
    [Fact]
    public async Task Given_a_service_when_its_openapi_document_is_read_then_it_names_for_each_endpoint_the_action_and_the_bearer_token()
    {
        var document = JsonNode.Parse(await sample.Anonymous.GetStringAsync("/openapi/v1.json"))!;

        ((string?)document["components"]!["securitySchemes"]!["Bearer"]!["scheme"]).Should().Be("bearer");
        var submit = document["paths"]!["/forms"]!["post"]!;
        submit["security"]!.AsArray().Single()!["Bearer"].Should().NotBeNull();
        ((string?)submit["description"]).Should().Contain("forms.submit").And.Contain("入户采集人员");
        submit["responses"]!.AsObject().Select(response => response.Key).Should().Contain(["200", "400", "401", "403"]);
        document["paths"]!.AsObject().Should().NotContainKey("/health/live");
    }

    [Fact]
    public async Task Given_the_identity_service_when_its_openapi_document_is_read_then_the_token_endpoint_is_there_without_a_bearer()
    {
        using var http = new HttpClient { BaseAddress = sample.Tokens.Authority };

        var document = JsonNode.Parse(await http.GetStringAsync("openapi/v1.json"))!;

        var token = document["paths"]!["/connect/token"]!["post"]!;
        token["security"].Should().BeNull();
        token["requestBody"]!["content"]!["application/x-www-form-urlencoded"].Should().NotBeNull();
    }

    [Theory, Trait("Req", "SEC-05")]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/scalar/", HttpStatusCode.OK)]
    [InlineData("/scalar/scalar.js", HttpStatusCode.OK)]
    [InlineData("/who", HttpStatusCode.Unauthorized)]
    [InlineData("/forgotten", HttpStatusCode.Forbidden)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    public async Task Given_no_sign_in_when_an_address_is_called_then_only_the_public_ones_answer_and_all_carry_the_security_headers(string address, HttpStatusCode status)
    {
        using var answer = await sample.Anonymous.GetAsync(address);

        answer.StatusCode.Should().Be(status);
        Header(answer, "X-Content-Type-Options").Should().Be("nosniff");
        Header(answer, "X-Frame-Options").Should().Be("DENY");
        Header(answer, "Referrer-Policy").Should().Be("no-referrer");
        Header(answer, "Content-Security-Policy").Should().StartWith("default-src 'none'").And.Contain("frame-ancestors 'none'");
        answer.Headers.Contains("Server").Should().BeFalse();
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
