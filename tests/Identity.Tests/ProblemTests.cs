using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AwesomeAssertions;
using Guzhang.ServiceDefaults;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Identity.Tests;

public sealed class ProblemTests(SampleService sample)
{
    [Theory]
    [InlineData("{\"year\":2020,", "JSON")]
    [InlineData("{\"year\":\"二零二零\",\"kind\":0,\"name\":\"a\"}", "year")]
    [InlineData("{\"year\":2020,\"kind\":\"three\",\"name\":\"a\"}", "kind")]
    [InlineData("{\"year\":99999999999,\"kind\":0,\"name\":\"a\"}", "year")]
    [InlineData("{\"year\":2020,\"kind\":0,\"name\":\"\\ud800\"}", "name")]
    [InlineData("{\"year\":2020,\"kind\":0,\"name\":[]}", "name")]
    [InlineData("[]", "JSON")]
    [InlineData("null", "正文")]
    [InlineData("", "正文")]
    [InlineData("\u0000", "JSON")]
    public async Task Given_a_body_that_is_not_the_json_asked_for_when_it_arrives_then_the_problem_says_where(string body, string named)
    {
        using var client = await sample.As("collector");

        using var answer = await client.PostAsync("/forms", new StringContent(body, Encoding.UTF8, "application/json"));

        ((string?)(await answer.ShouldBeProblem(HttpStatusCode.BadRequest))["detail"]).Should().Contain(named);
    }

    [Fact]
    public async Task Given_bytes_that_are_not_utf8_or_json_nested_without_end_when_they_arrive_then_the_answer_is_400()
    {
        using var client = await sample.As("collector");
        byte[][] bodies = [[.. "{\"name\":\""u8, 0xff, 0xfe, .. "\"}"u8], [.. Enumerable.Repeat((byte)'[', 100_000)]];
        foreach (var body in bodies)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            await (await client.PostAsync("/forms", content)).ShouldBeProblem(HttpStatusCode.BadRequest);
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=klingon")]
    [InlineData("application/xml")]
    public async Task Given_another_content_type_when_it_arrives_then_the_answer_is_415(string type)
    {
        using var client = await sample.As("collector");
        using var content = new StringContent("{}");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        await (await client.PostAsync("/forms", content)).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("/query", "max")]
    [InlineData("/query?max=", "max")]
    [InlineData("/query?max=ten", "max")]
    [InlineData("/query?max=99999999999", "max")]
    [InlineData("/query?max=1&max=2", "max")]
    [InlineData("/query?max=1&kind=three", "kind")]
    public async Task Given_a_query_value_that_does_not_fit_when_it_arrives_then_the_problem_names_the_parameter(string address, string named)
    {
        using var client = await sample.As("operator");

        using var answer = await client.GetAsync(address);

        ((string?)(await answer.ShouldBeProblem(HttpStatusCode.BadRequest))["detail"]).Should().Contain(named);
    }

    [Fact, Trait("Req", "SEC-05")]
    public async Task Given_a_body_over_the_limit_when_it_arrives_then_the_answer_is_413_unless_the_endpoint_takes_more()
    {
        using var client = await sample.As("operator");
        client.DefaultRequestHeaders.ExpectContinue = true;
        var (at, over) = ((int)Defaults.BodyLimit, (int)Defaults.BodyLimit + 1);

        (await client.PostAsync("/raw", new ByteArrayContent(new byte[at]))).StatusCode.Should().Be(HttpStatusCode.OK);
        await (await client.PostAsync("/raw", new ByteArrayContent(new byte[over]))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
        (await client.PostAsync("/upload", new ByteArrayContent(new byte[2 * at]))).StatusCode.Should().Be(HttpStatusCode.OK);
        await (await client.PostAsync("/upload", new ByteArrayContent(new byte[(2 * at) + 1]))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);

        using var collector = await sample.As("collector");
        collector.DefaultRequestHeaders.ExpectContinue = true;
        var json = new StringContent($"{{\"name\":\"{new string('a', over)}\"}}", Encoding.UTF8, "application/json");
        await (await collector.PostAsync("/forms", json)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/forms", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/openapi/v9.json", HttpStatusCode.NotFound)]
    public async Task Given_an_address_or_method_that_does_not_exist_when_called_then_the_problem_says_so(string method, string address, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.Accept.ParseAdd("text/html");

        await (await sample.Anonymous.SendAsync(request)).ShouldBeProblem(status);
    }

    [Fact]
    public async Task Given_a_fault_of_ours_when_it_happens_then_the_problem_tells_nothing_of_it()
    {
        using var client = await sample.As("operator");

        var problem = await (await client.GetAsync("/fault")).ShouldBeProblem(HttpStatusCode.InternalServerError);

        problem.ToJsonString().Should().NotContain("hunter2").And.NotContain("Exception");
    }

    [Fact]
    public async Task Given_a_text_the_database_can_not_store_when_it_refuses_then_the_answer_is_400()
    {
        using var client = await sample.As("operator");

        await (await client.GetAsync("/nul")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Given_a_problem_an_endpoint_makes_itself_when_it_is_written_then_its_detail_stays_and_the_title_is_chinese()
    {
        using var client = await sample.As("operator");

        var problem = await (await client.GetAsync("/conflict")).ShouldBeProblem(HttpStatusCode.Conflict);

        ((string?)problem["title"], (string?)problem["detail"]).Should().Be(("与已有数据冲突", "已登记"));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=none;Username=none;Password=none", 1)]
    [InlineData(null, 3)]
    public async Task Given_a_database_that_is_down_or_has_no_session_left_when_somebody_asks_then_the_answer_is_503_and_says_when_to_come_again(string? connection, int open)
    {
        await using var database = await FreshDatabase.CreateAsync();
        using var client = await sample.As("collector");
        connection ??= $"{database.ConnectionString};Maximum Pool Size=2;Timeout=1";

        using var answer = await client.GetAsync($"/sessions?open={open}&connection={Uri.EscapeDataString(connection)}");

        await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.Should().BePositive();
    }
}
