using Microsoft.Playwright;

namespace Guzhang.Console.Tests.Staging;

/// <summary>A page and what went wrong in it: exceptions, errors on the console (breaches of the policy among them).</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    public OpenPage(IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _errors.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Whether the browser it is in goes with it.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Empty where all is well.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Forgets what is known to be so: a request that a test meant to fail is an error on the browser's console.</summary>
    public void Expect(string part) => _errors.RemoveAll(e => e.Contains(part, StringComparison.Ordinal));

    /// <summary>Signs in from the console's first page, as a person does.</summary>
    public async Task SignIn(Official official)
    {
        ArgumentNullException.ThrowIfNull(official);
        await Page.GetByRole(AriaRole.Link, new() { Name = "登录" }).ClickAsync();
        await Page.GetByLabel("账号").FillAsync(official.Login);
        await Page.GetByLabel("密码").FillAsync(Official.Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "登录" }).ClickAsync();
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "主导航" }).WaitForAsync();
    }

    /// <summary>Goes to a page of the console and waits for its heading: from inside where one is inside, anew where one is there already.</summary>
    public async Task Goto(string path, string title)
    {
        if (Page.Url == "about:blank" || new Uri(Page.Url).PathAndQuery == path)
        {
            await Page.GotoAsync(path);
        }
        else
        {
            await Page.EvaluateAsync("path => Blazor.navigateTo(path)", path);
        }

        await Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 }).WaitForAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsAlone)
        {
            await Page.Context.DisposeAsync();
        }
        else
        {
            await Page.CloseAsync();
        }
    }
}
