using System.Globalization;
using System.Text.Json;
using Guzhang.Domain.Forms;

namespace Guzhang.Domain;

/// <summary>
/// The counting policies of counting.json with their dates of validity. A form year goes by the policy that is valid on the last
/// day of its annual window, for all of the year: who counts must not hang on the day on which somebody asks.
/// </summary>
public sealed class CountingPolicies
{
    private readonly List<CountingPolicy> _byDate;

    private CountingPolicies(string version, IEnumerable<CountingPolicy> policies)
    {
        Version = version;
        _byDate = [.. policies.OrderBy(p => p.ValidFrom)];
        for (var i = 1; i < _byDate.Count; i++)
        {
            if (_byDate[i - 1].ValidTo is not { } end || end >= _byDate[i].ValidFrom)
            {
                throw new FormatException($"counting.json: the policy from {_byDate[i].ValidFrom:yyyy-MM-dd} begins before the one from {_byDate[i - 1].ValidFrom:yyyy-MM-dd} ends");
            }
        }
    }

    /// <summary>Of the file.</summary>
    public string Version { get; }

    /// <summary>Reads the text of counting.json.</summary>
    /// <exception cref="FormatException">A setting is missing, unknown or says something that can't be read; two policies overlap.</exception>
    public static CountingPolicies Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new CountingPolicies(
                document.RootElement.GetProperty("version").GetString()!, [.. document.RootElement.GetProperty("policies").EnumerateArray().Select(Policy)]);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or JsonException)
        {
            throw new FormatException($"counting.json: {e.Message}", e);
        }
    }

    /// <summary>The policy of a form year.</summary>
    /// <exception cref="FormatException">None is valid.</exception>
    public CountingPolicy For(FormYear year) =>
        _byDate.FirstOrDefault(p => p.IsValidOn(year.Window.To.LastDay))
        ?? throw new FormatException($"counting.json: no policy is valid on {year.Window.To.LastDay:yyyy-MM-dd}, the last day of the window of {year.Year}");

    /// <summary>The policies of the form years; of a year that calendar.json no longer has, that of the year nearest to it.</summary>
    public static CountingPolicy Of(IReadOnlyDictionary<int, CountingPolicy> byYear, int year) =>
        byYear.TryGetValue(year, out var policy) ? policy : byYear.MinBy(c => Math.Abs(c.Key - year)).Value;

    private static CountingPolicy Policy(JsonElement policy)
    {
        var settings = new Settings(policy);
        var read = new CountingPolicy
        {
            ValidFrom = settings.Day("validFrom") ?? throw new FormatException("counting.json: validFrom is needed"),
            ValidTo = settings.Day("validTo"),
            Limits = settings.Limits("limits"),
            Comparison = settings.OneOf("comparison", ("atLeast", Comparison.AtLeast), ("moreThan", Comparison.MoreThan)),
            MonthsAndIncome = settings.OneOf("monthsAndIncome", ("both", Demand.Both), ("either", Demand.Either)),
            PlacesThatCount = settings.Codes("placesThatCount", Places),
            PlaceOfSomebodyAtHome = settings.OneOf(
                "placeOfSomebodyAtHome", ("lastThenBefore", HomePlace.LastThenBefore), ("beforeThenLast", HomePlace.BeforeThenLast), ("unknown", HomePlace.Unknown)),
            StatusesThatCount = settings.Codes("statusesThatCount", CodesOf<Status>()),
            VerificationsThatCount = settings.Codes("verificationsThatCount", CodesOf<Verification>()),
            AbilitiesThatCount = settings.Codes("abilitiesThatCount", CodesOf<Ability>()),
            IndustriesOfFarming = settings.Codes("industriesOfFarming", CodesOf<Industry>()),
            EmploymentFormsOfWages = settings.Codes("employmentFormsOfWages", CodesOf<EmploymentForm>()),
            HomeNowCounts = settings.OneOf("homeNow", ("counts", true), ("doesNotCount", false)),
            SelfEmployedApart = settings.OneOf("selfEmployed", ("apart", true), ("counts", false)),
            NeverWorkedApart = settings.OneOf("neverWorked", ("apart", true), ("byStandard", false)),
        };
        settings.RefuseUnknown();
        return read;
    }

    private static string[] Places { get; } = [.. CodesOf<PlaceClass>(), CountingPolicy.UnknownPlace];

    private static string[] CodesOf<T>()
        where T : struct, Enum => [.. Choices.All<T>().Select(c => c.Code)];

    /// <summary>The members of one policy: each is asked for once, and one that nobody asks for is a slip of the pen.</summary>
    private sealed class Settings(JsonElement policy)
    {
        private readonly HashSet<string> _asked = [];

        public DateOnly? Day(string name)
        {
            var day = Get(name);
            return day.ValueKind == JsonValueKind.Null ? null
                : DateOnly.TryParseExact(day.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read
                : throw Unreadable(name, day.GetString());
        }

        public T OneOf<T>(string name, params ReadOnlySpan<(string Text, T Value)> options)
        {
            var text = Get(name).GetString();
            foreach (var option in options)
            {
                if (option.Text == text)
                {
                    return option.Value;
                }
            }

            throw Unreadable(name, text);
        }

        public HashSet<string> Codes(string name, string[] known)
        {
            HashSet<string> codes = [.. Get(name).EnumerateArray().Select(c => c.GetString()!)];
            return codes.FirstOrDefault(c => !known.Contains(c)) is { } unknown ? throw Unreadable(name, unknown) : codes;
        }

        public Dictionary<string, CountingLimit> Limits(string name)
        {
            var limits = Get(name);
            return Places.ToDictionary(place => place, place => new CountingLimit(
                limits.GetProperty(place).GetProperty("months").GetDecimal(), limits.GetProperty(place).GetProperty("income").GetDecimal()));
        }

        public void RefuseUnknown()
        {
            foreach (var setting in policy.EnumerateObject())
            {
                if (!_asked.Contains(setting.Name))
                {
                    throw new FormatException($"counting.json: {setting.Name} is no setting");
                }
            }
        }

        private JsonElement Get(string name)
        {
            _asked.Add(name);
            return policy.TryGetProperty(name, out var value) ? value : throw new FormatException($"counting.json: {name} is missing");
        }

        private static FormatException Unreadable(string name, string? text) => new($"counting.json: {name} can't be “{text}”");
    }
}
