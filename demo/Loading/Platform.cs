using System.Text.Json;

namespace Guzhang.Demo.Loading;

/// <summary>The running platform as the demo's officers reach it.</summary>
public sealed class Platform(Options options, Officers officers)
{
    private readonly Dictionary<string, string> laborers = [];

    public Api As(string service, string officer) => officers.At(options.Required(service), officer);

    public async Task<JsonElement> Reporting(string path)
    {
        using var api = As("reporting", "demo-leader");
        return await api.Get(path);
    }

    /// <summary>The laborer id of somebody on record, by the way an officer has: a blank form is answered with the record (F02).</summary>
    public async Task<string> Laborer(string person, string name)
    {
        if (!laborers.TryGetValue(person, out var known))
        {
            using var collection = As("collection", "demo-collector");
            var (status, problem) = await collection.PostRefused("forms", new { fields = new { formYear = "2020", residentId = person, name } });
            laborers[person] = known = status == 409 && problem.TryGetProperty("laborer", out var laborer)
                ? laborer.GetString()!
                : throw new DemoException($"没有找到应已在册的人员：{status}");
        }

        return known;
    }
}
