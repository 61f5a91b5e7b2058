using System.Net.Http.Json;
using AwesomeAssertions;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Guzhang.Identity.Tests;

public sealed class ServiceClientTests(SampleService sample)
{
    [Fact]
    public async Task Given_a_service_client_when_it_calls_another_service_then_it_is_known_there_by_its_own_token()
    {
        var builder = WebApplication.CreateBuilder([.. sample.Tokens.Settings, $"--Services:sample={sample.Address}"]);
        builder.AddServiceDefaults("other");
        builder.AddServiceClient("sample");
        await using var app = builder.Build();
        var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("sample");

        var who = await client.GetFromJsonAsync<Caller>("who");

        who.Should().Be(new Caller("service", "service", "433126"));
    }

    [Fact]
    public async Task Given_many_calls_when_they_need_a_token_at_once_then_one_is_asked_for()
    {
        using var counting = new CountingHandler();
        using var http = new HttpClient(counting) { BaseAddress = new Uri("http://identity/") };
        using var tokens = new ServiceTokens(http, "service", "secret");

        var got = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => await tokens.Get(CancellationToken.None)));

        got.Distinct().Should().ContainSingle();
        counting.Asked.Should().Be(1);
    }

    [Theory]
    [InlineData("Services:sample")]
    [InlineData("Identity:ClientId")]
    [InlineData("Identity:ClientSecret")]
    public void Given_a_setting_is_missing_when_a_service_client_is_added_then_the_error_names_it(string missing)
    {
        var all = (string[])[.. sample.Tokens.Settings, "--Services:sample=http://127.0.0.1:1"];
        var builder = WebApplication.CreateBuilder([.. all.Where(setting => !setting.StartsWith($"--{missing}=", StringComparison.Ordinal))]);

        var adding = () => builder.AddServiceClient("sample");

        adding.Should().Throw<SettingException>().WithMessage($"*{missing}*");
    }

    private sealed class CountingHandler : HttpMessageHandler
    {
        private int asked;

        public int Asked => asked;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
                return Task.FromResult(new HttpResponseMessage { Content = JsonContent.Create(new { token_endpoint = "http://identity/connect/token" }) });
            var number = Interlocked.Increment(ref asked);
            return Task.FromResult(new HttpResponseMessage { Content = JsonContent.Create(new { access_token = $"token {number}", expires_in = 3600 }) });
        }
    }
}
