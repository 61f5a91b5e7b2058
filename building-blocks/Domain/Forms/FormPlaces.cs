namespace Guzhang.Domain.Forms;

/// <summary>Where the workplaces of a form lie, seen from its county of registration.</summary>
public static class FormPlaces
{
    /// <summary>Class of 务工地点; null without one.</summary>
    public static PlaceClass? WorkplaceClass(this Form form, Divisions divisions) =>
        ClassOf(form.Away?.Workplace, form, divisions);

    /// <summary>Class of 返乡前务工地点; null without one.</summary>
    public static PlaceClass? WorkplaceBeforeClass(this Form form, Divisions divisions) =>
        ClassOf(form.Return.WorkplaceBefore, form, divisions);

    private static PlaceClass? ClassOf(Place? place, Form form, Divisions divisions) =>
        place is null ? null : divisions.ClassOf(place.Code, form.RegisteredAt.County);
}
