namespace Guzhang.Demo.Answers;

/// <summary>Where the work is or last was, for the limits and for the columns of the dispatch table.</summary>
public enum PlaceOfWork
{
    InCounty,
    OutOfCountyInProvince,
    OutOfProvince,
}

/// <summary>
/// The work that a row tells of (form.md, Counting): now; at home the last confirmed one, else that before the return, else
/// somewhere that nothing on record tells (then the limits for out of county apply). The county is that of registration.
/// </summary>
public sealed record Work(PlaceOfWork Place, string Form, string Industry, bool IsBelow)
{
    public static Work Of(Sheet sheet)
    {
        var from = sheet[L.Working] == "是" ? sheet : sheet.Known.LastAway;
        var place = from is not null
            ? PlaceOf(from, L.WorkProvince, L.WorkPrefecture, L.WorkCounty)
            : PlaceOf(sheet, L.BeforeProvince, L.BeforePrefecture, L.BeforeCounty);
        var (months, income) = (sheet.Number(L.Months), sheet.Number(L.Income));
        var (leastMonths, leastIncome) = place == PlaceOfWork.InCounty ? (1m, 3000m) : (3m, 9000m);
        return new Work(place, from?[L.Form] ?? "", from?[L.Industry] ?? "", IsBelow: months < leastMonths || income < leastIncome);
    }

    /// <summary>种植 and 养殖 are wage work only where somebody else pays for them.</summary>
    public bool IsWageWork => Industry is not ("种植" or "养殖") || Form
        is "单位就业" or "灵活就业" or "农业合作社等新型经营主体" or "就业扶贫车间" or "就业扶贫基地" or "扶贫公益岗位";

    private static PlaceOfWork PlaceOf(Sheet sheet, string province, string prefecture, string county)
    {
        if (sheet.Empty(province))
        {
            return PlaceOfWork.OutOfCountyInProvince;
        }

        if (sheet[province] == sheet[L.RegProvince] && sheet[prefecture] == sheet[L.RegPrefecture] && sheet[county] == sheet[L.RegCounty])
        {
            return PlaceOfWork.InCounty;
        }

        return sheet[province] == "湖南省" ? PlaceOfWork.OutOfCountyInProvince : PlaceOfWork.OutOfProvince;
    }
}
