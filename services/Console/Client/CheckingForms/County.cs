using Guzhang.Domain;
using Guzhang.Domain.Forms;

namespace Guzhang.Console.Client.CheckingForms;

/// <summary>The county's policy data as the form's rules need it, the same files that the services read.</summary>
public sealed record County(Divisions Divisions, IReadOnlyDictionary<int, FormYear> Years, IReadOnlyDictionary<int, CountingPolicy> Counting)
{
    /// <summary>Fetches the files from the gateway.</summary>
    /// <exception cref="HttpRequestException">One is not to be had.</exception>
    public static async Task<County> Fetch(HttpClient http)
    {
        Task<string> Text(string file) => http.GetStringAsync(new Uri($"county/{file}", UriKind.Relative));
        var (divisions, nation, calendar, counting) = (Text("divisions.json"), Text("china/divisions.json"), Text("calendar.json"), Text("counting.json"));
        var years = FormYear.ParseAll(await calendar);
        var policies = CountingPolicies.Parse(await counting);
        return new County(Divisions.Parse(await divisions, await nation), years, years.ToDictionary(y => y.Key, y => policies.For(y.Value)));
    }

    /// <summary>Reads a form of one of the form years and says every rule it breaks, as the service does.</summary>
    /// <param name="fields">Text per field name.</param>
    /// <param name="year">A key of <see cref="Years"/>.</param>
    /// <param name="formDate">Today by the business clock.</param>
    /// <param name="register">What the register knows about the person.</param>
    public FormReading Read(IReadOnlyDictionary<string, string> fields, int year, DateOnly formDate, RegisterView register) =>
        FormReader.Read(fields, new FormContext(formDate, Years[year], Divisions, Counting[year], register));
}
