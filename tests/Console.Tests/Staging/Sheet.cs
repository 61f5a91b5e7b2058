using Guzhang.Domain.Forms;
using Microsoft.Playwright;

namespace Guzhang.Console.Tests.Staging;

/// <summary>The collection form on a page, filled in by keys alone or by the mouse.</summary>
internal sealed class Sheet(IPage page)
{
    private const int MostTabs = 250;

    /// <summary>What is said beside a blank.</summary>
    public ILocator Said(string field) => page.Locator($"#s-{field}");

    /// <summary>A line, by its field.</summary>
    public ILocator Line(string field) => page.Locator($"#f-{field}");

    /// <summary>A box, by its field and code.</summary>
    public ILocator Box(string field, string code) => page.Locator($"#f-{field} input[value='{code}']");

    /// <summary>The page has its heading before it has the form.</summary>
    private Task IsThere() => page.Locator(".sheet").WaitForAsync();

    /// <summary>Tabs on until the focus is in what the selector means.</summary>
    public async Task TabTo(string selector)
    {
        await IsThere();
        for (var pressed = 0; pressed < MostTabs; pressed++)
        {
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"{selector} is not reached by the Tab key");
    }

    /// <summary>Writes on a line by keys, over what stands there.</summary>
    public async Task Key(string field, string text)
    {
        await TabTo($"#f-{field}");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(text);
    }

    /// <summary>Ticks a box by keys: the arrow keys go through a single choice.</summary>
    public async Task KeyTick(string field, string code)
    {
        await TabTo($"#f-{field} input:is([type=radio], [type=checkbox])");
        for (var pressed = 0; pressed < 30; pressed++)
        {
            var at = await page.EvaluateAsync<string>("() => document.activeElement.value");
            if (at == code)
            {
                if (!await Box(field, code).IsCheckedAsync())
                {
                    await page.Keyboard.PressAsync("Space");
                }

                return;
            }

            await page.Keyboard.PressAsync(await page.EvaluateAsync<bool>("() => document.activeElement.type === 'radio'") ? "ArrowDown" : "Tab");
        }

        throw new InvalidOperationException($"{field} has no box {code} that keys reach");
    }

    /// <summary>Picks from a list by the arrow keys.</summary>
    public async Task KeyPick(string field, string label)
    {
        await TabTo($"#f-{field}");
        var steps = await page.EvaluateAsync<int>(
            "label => { const list = document.activeElement; return [...list.options].findIndex(o => o.label === label) - list.selectedIndex; }", label);
        for (var pressed = 0; pressed < Math.Abs(steps); pressed++)
        {
            await page.Keyboard.PressAsync(steps > 0 ? "ArrowDown" : "ArrowUp");
        }
    }

    /// <summary>Writes a date by keys: year, month and where it is given the day.</summary>
    public async Task KeyDate(string field, params string[] parts)
    {
        await TabTo($"#f-{field} input");
        foreach (var part in parts)
        {
            await page.Keyboard.InsertTextAsync(part);
            await page.Keyboard.PressAsync("Tab");
        }
    }

    /// <summary>Fills in a whole form with a mouse, from text per field as the services have it.</summary>
    public async Task Fill(IReadOnlyDictionary<string, string> text)
    {
        foreach (var field in FormFields.All.Select(f => f.Name).Where(text.ContainsKey))
        {
            await Fill(field, text[field]);
        }
    }

    /// <summary>Fills in one blank with a mouse.</summary>
    public async Task Fill(string field, string value)
    {
        await IsThere();
        if (!await Line(field).IsVisibleAsync())
        {
            return;
        }

        var kind = await Line(field).EvaluateAsync<string>("e => e.matches('.boxes, .services') ? 'boxes' : e.matches('.date') ? 'date' : e.localName");
        switch (kind)
        {
            case "boxes":
                foreach (var code in value.Split('、').Select(v => v.Split(':')[0]))
                {
                    await Box(field, code).CheckAsync();
                }

                break;
            case "date":
                var inputs = Line(field).Locator("input");
                foreach (var (part, at) in value.Split('-').Select((part, at) => (part, at)))
                {
                    await inputs.Nth(at).FillAsync(part);
                }

                await inputs.Last.BlurAsync();
                break;
            case "select":
                await Line(field).SelectOptionAsync(value);
                break;
            default:
                await Line(field).FillAsync(value);
                await Line(field).BlurAsync();
                break;
        }
    }
}
