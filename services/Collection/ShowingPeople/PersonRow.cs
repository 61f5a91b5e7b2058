namespace Guzhang.Collection.ShowingPeople;

/// <summary>Somebody on record as a list shows them.</summary>
/// <param name="Laborer">Id, the same in every service.</param>
/// <param name="Name">Masked; 已删除 of whom was erased, 无法读取 where the form does not open.</param>
/// <param name="ResidentId">Masked; absent where there is nothing to show.</param>
/// <param name="Phone">Masked; absent where there is nothing to show.</param>
/// <param name="Town">Division code, 9 digits.</param>
/// <param name="Village">Division code, 12 digits.</param>
/// <param name="FormYear">Of the newest form.</param>
/// <param name="State">Of the newest form: <c>awaiting</c>, <c>returned</c> or <c>confirmed</c>.</param>
/// <param name="Condition"><c>open</c>, <c>erased</c> or <c>broken</c>.</param>
public sealed record PersonRow(
    Guid Laborer, string Name, string? ResidentId, string? Phone, string Town, string? Village, int FormYear, string State, string Condition)
{
    internal static PersonRow Of(OnRecord person, IReadOnlyDictionary<string, string>? text) => text is null
        ? person.WrappedKey is null ? Without(person, "已删除", "erased") : Without(person, "无法读取", "broken")
        : Without(person, Masking.Name(text["name"]), "open") with
        {
            ResidentId = Masking.ResidentId(text["residentId"]),
            Phone = Masking.Phone(text.GetValueOrDefault("phone")),
        };

    private static PersonRow Without(OnRecord person, string name, string condition) =>
        new(person.Laborer, name, null, null, person.Town, person.Village, person.FormYear, person.State.ToLowerInvariant(), condition);
}
