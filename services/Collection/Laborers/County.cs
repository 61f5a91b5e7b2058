using System.Text.Json;
using Guzhang.Domain;
using Guzhang.Domain.Forms;
using Guzhang.ServiceDefaults;

namespace Guzhang.Collection.Laborers;

/// <summary>
/// The county's policy data as this service needs it: divisions, form years, the standard of each year, how names are read, and for how
/// many days refused rows of an import are kept.
/// </summary>
internal sealed record County(
    Divisions Divisions, IReadOnlyDictionary<int, FormYear> Years, IReadOnlyDictionary<int, CountingPolicy> Counting, Pinyin Pinyin, int ImportAnswerDays)
{
    /// <summary>Reads the files of <c>County:Directory</c>.</summary>
    /// <exception cref="SettingException">One is missing, or says something that can't be.</exception>
    public static County Load(string directory)
    {
        try
        {
            string Text(params string[] path) => File.ReadAllText(Path.Combine([directory, .. path]));
            var years = FormYear.ParseAll(Text("calendar.json"));
            var counting = CountingPolicies.Parse(Text("counting.json"));
            return new County(
                Divisions.Parse(Text("divisions.json"), Text("..", "china", "divisions.json")), years,
                years.ToDictionary(y => y.Key, y => counting.For(y.Value)), Pinyin.Parse(Text("..", "china", "pinyin.txt")), Days(Text("retention.json")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or KeyNotFoundException)
        {
            throw new SettingException($"县级政策文件不可用（County:Directory = {directory}）：{e.Message}", e);
        }
    }

    private static int Days(string retention)
    {
        using var document = JsonDocument.Parse(retention);
        return document.RootElement.TryGetProperty("importAnswerDays", out var set) && set.ValueKind == JsonValueKind.Number
            && set.TryGetInt32(out var days) && days is > 0 and <= 31
            ? days
            : throw new FormatException("retention.json：importAnswerDays 应为1至31天");
    }
}
