using Guzhang.Demo.Answers;
using Guzhang.Demo.History;

namespace Guzhang.Demo.Loading;

/// <summary>The poverty office erases people's personal data; no figure may move by it (COL-15).</summary>
public sealed class Erasing(Platform platform, Ledger ledger)
{
    public async Task Do(Moment moment)
    {
        if (moment.Erased.Count == 0)
        {
            return;
        }

        using var office = platform.As("collection", "demo-poverty-office");
        foreach (var person in moment.Erased)
        {
            var laborer = await platform.Laborer(person, ledger.Find(person)!.Newest[L.Name]);
            await office.Post($"people/{laborer}/erasure", new { reason = "purpose-achieved" });
        }

        Console.WriteLine($"删除个人信息：{moment.Erased.Count} 人，数字不变");
    }
}
