namespace Guzhang.Console.Client.Shell;

/// <summary>What somebody who signs out would lose: pages that keep unsent work on the device say so here.</summary>
public sealed class Departures
{
    private readonly List<Func<Task<string?>>> _asked = [];
    private readonly List<Func<Task>> _forgotten = [];

    /// <summary>Joins a question: a sentence of warning in Chinese, or null.</summary>
    public void Ask(Func<Task<string?>> warning) => _asked.Add(warning);

    /// <summary>Joins what is to be forgotten on this device, after they said yes.</summary>
    public void OnLeaving(Func<Task> forget) => _forgotten.Add(forget);

    /// <summary>Forgets it.</summary>
    public async Task Leave()
    {
        foreach (var forget in _forgotten)
        {
            await forget();
        }
    }

    /// <summary>Every warning there is now.</summary>
    public async Task<IReadOnlyList<string>> Warnings()
    {
        var warnings = new List<string>();
        foreach (var ask in _asked)
        {
            if (await ask() is { } warning)
            {
                warnings.Add(warning);
            }
        }

        return warnings;
    }
}
