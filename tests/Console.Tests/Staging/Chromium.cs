using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Guzhang.Console.Tests.Staging.Chromium))]

namespace Guzhang.Console.Tests.Staging;

/// <summary>Debian's Chromium with an empty profile; a context is somebody's device.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium-headless-shell";

    /// <summary>Milliseconds for which a machine under load is waited for.</summary>
    private const int Patience = 60_000;

    private static readonly string[] Quiet =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _signedIn = [];
    private readonly ConcurrentDictionary<string, Lazy<Task<IBrowserContext>>> _browsers = [];
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

    /// <summary>
    /// A page in the browser of somebody who is signed in, as another tab of theirs: what it keeps (the program, the look, drafts) it
    /// shares with their other pages.
    /// </summary>
    public async Task<OpenPage> Open(RunningStack stack, string role, string division = "433126")
    {
        var official = stack.As(role, division);
        var browser = await _browsers.GetOrAdd(official.Login, _ => new(async () => await NewBrowser(stack.Address, await SignedIn(stack, official)))).Value;
        return new OpenPage(await browser.NewPageAsync());
    }

    /// <summary>The same on a device of its own, where the test changes what the browser keeps, or leaves something there.</summary>
    public async Task<OpenPage> OpenAlone(RunningStack stack, string role, string division = "433126") =>
        await Open(stack.Address, await SignedIn(stack, stack.As(role, division)));

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private async Task<OpenPage> Open(Uri address, string? state) =>
        new(await (await NewBrowser(address, state)).NewPageAsync()) { IsAlone = true };

    private async Task<IBrowserContext> NewBrowser(Uri address, string? state)
    {
        var browser = await _browser!.NewContextAsync(new()
        {
            BaseURL = address.AbsoluteUri,
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
            StorageState = state,
            ViewportSize = new() { Width = 1280, Height = 900 },
        });
        browser.SetDefaultTimeout(Patience);
        return browser;
    }

    /// <summary>By the pages the first time, by the cookie that they left afterwards.</summary>
    private Task<string> SignedIn(RunningStack stack, Official official) => _signedIn.GetOrAdd(official.Login, _ => new(async () =>
    {
        await using var open = await Open(stack.Address);
        await open.Page.GotoAsync("/");
        await open.SignIn(official);
        return await open.Page.Context.StorageStateAsync();
    })).Value;
}
