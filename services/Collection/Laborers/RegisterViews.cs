using Guzhang.Collection.FindingLookAlikes;
using Guzhang.Domain;
using Guzhang.Domain.Forms;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.Laborers;

/// <summary>Pure: what the register knows about the person of a form, as far as the rules ask and the caller may see.</summary>
internal static class RegisterViews
{
    /// <param name="entry">Null for somebody not on record.</param>
    /// <param name="follows">The version the form says it follows.</param>
    /// <param name="known">The person as its stream tells; nobody where that was not asked for.</param>
    /// <param name="formYear">Of the form.</param>
    /// <param name="signed">See <see cref="FormMaker.SignedBefore"/>.</param>
    public static RegisterView Of(Entry? entry, int? follows, Laborer known, int formYear, DateOnly? signed) => entry is null
        ? RegisterView.Unknown
        : new RegisterView.OnRecord(
            entry.FormVersion, follows,
            known.LastAway is { } away && away.FormYear == formYear && Choices.TryParse<PlaceClass>(away.Place, out var place) ? place : null,
            known.HasWorked, signed);

    /// <summary>People on record who look alike: where they are is said to those who may see them.</summary>
    public static LookAlike Describe(Alike alike, Caller caller, Divisions divisions) => new(
        null, caller.Covers(alike.Place) ? divisions.Find(alike.Place[..9])?.Name + (alike.Place.Length > 9 ? divisions.Find(alike.Place)?.Name : "") : null);
}
