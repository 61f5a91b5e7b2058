using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Guzhang.Console.Tests.Staging.Chromium))]

namespace Guzhang.Console.Tests.Staging;

/// <summary>Debian's Chromium with an empty profile; every test opens a context of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    /// <summary>Milliseconds for which a machine under load is waited for.</summary>
    private const int Patience = 60_000;

    private static readonly string[] Quiet =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly ConcurrentDictionary<string, Task<string>> _signedIn = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program))
        {
            throw new InvalidOperationException($"{Program} is missing: ./test installs it");
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Quiet });
    }

    /// <summary>An empty page that keeps nothing of another's; what goes wrong in it is gathered in <see cref="OpenPage.Errors"/>.</summary>
    public Task<OpenPage> Open(Uri address) => Open(address, null);

    /// <summary>The same with somebody signed in: by the pages the first time, by the cookie that they left afterwards.</summary>
    public async Task<OpenPage> Open(RunningStack stack, string role, string division = "433126")
    {
        var official = stack.As(role, division);
        return await Open(stack.Address, await _signedIn.GetOrAdd(official.Login, _ => SignIn(stack.Address, official)));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private async Task<OpenPage> Open(Uri address, string? state)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = address.AbsoluteUri,
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
            StorageState = state,
            ViewportSize = new() { Width = 1280, Height = 900 },
        });
        context.SetDefaultTimeout(Patience);
        return new OpenPage(await context.NewPageAsync());
    }

    private async Task<string> SignIn(Uri address, Official official)
    {
        await using var open = await Open(address);
        await open.Page.GotoAsync("/");
        await open.SignIn(official);
        return await open.Page.Context.StorageStateAsync();
    }
}
