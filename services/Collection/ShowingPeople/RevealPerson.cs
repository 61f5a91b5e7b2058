using Guzhang.Collection.RecordingReads;
using Guzhang.Domain.Forms;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.ShowingPeople;

/// <summary>Personal data of one person in the clear, for a reason; on record before it leaves (COL-15, SEC-03).</summary>
internal static class RevealPerson
{
    public static async Task<IResult> Reveal(Guid laborer, RevealRequest request, Caller caller, People people, Reads reads, CancellationToken cancel)
    {
        if (Reason.Fault(request.Reason) is { } fault)
        {
            return Results.Problem(title: "缺少事由", detail: $"查看个人信息须写明事由：{fault}", statusCode: 400);
        }

        var fields = request.Fields?.Distinct().ToList() ?? [];
        if (fields.Count == 0 || fields.Exists(f => FormFields.ByName(f) is not { IsPersonal: true }))
        {
            return Results.Problem(
                title: "项目无效", detail: $"fields 应为以下各项中的一项或几项：{string.Join('、', FormFields.All.Where(f => f.IsPersonal).Select(f => f.Name))}", statusCode: 400);
        }

        if (await people.Find(laborer, cancel) is not { } person)
        {
            return Results.Problem(title: "没有此人", detail: "系统中没有该劳动力的记录", statusCode: 404);
        }

        caller.Require(person.Place);
        if (person.WrappedKey is not { } key)
        {
            return Erased();
        }

        var text = await people.Open(laborer, key, cancel);
        var reason = request.Reason!.Trim();
        if (reason.Contains(text["name"], StringComparison.Ordinal))
        {
            return Results.Problem(title: "事由含有个人信息", detail: "事由会留存在案，请勿写入姓名", statusCode: 400);
        }

        var shown = fields.Where(text.ContainsKey).ToDictionary(f => f, f => text[f]);
        await reads.Revealed(caller, laborer, fields, reason, cancel);
        return Results.Ok(new Revealed(laborer, shown));
    }

    /// <summary>The answer about somebody who was erased.</summary>
    public static IResult Erased() => Results.Problem(title: "已删除", detail: "此人的个人信息已按规定删除，不能再查看或更新", statusCode: 410);
}

/// <summary>Which fields of the form to show, by name, and why: a sentence of 4 to 200 characters without personal data.</summary>
public sealed record RevealRequest(IReadOnlyList<string>? Fields, string? Reason);

/// <summary>The fields asked for, as far as the newest form has them.</summary>
public sealed record Revealed(Guid Laborer, IReadOnlyDictionary<string, string> Fields);
