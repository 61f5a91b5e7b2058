using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;

namespace Guzhang.Identity.Tests;

internal static class Problem
{
    /// <summary>The answer is a problem document with this status, a Chinese title and a detail; returns it.</summary>
    public static async Task<JsonObject> ShouldBeProblem(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(status, text);
        answer.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json");
        var problem = JsonNode.Parse(text)!.AsObject();
        ((int?)problem["status"]).Should().Be((int)status);
        ((string?)problem["title"]).Should().MatchRegex(@"\p{IsCJKUnifiedIdeographs}");
        ((string?)problem["detail"]).Should().MatchRegex(@"\p{IsCJKUnifiedIdeographs}");
        ((string?)problem["traceId"]).Should().NotBeNullOrEmpty();
        text.Should().NotContain("\\u", "Chinese is not escaped");
        return problem;
    }

    public static async Task ShouldBeOk(this HttpResponseMessage answer) => answer.StatusCode.Should().Be(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());

    public static async Task<JsonObject> Json(this HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
}
