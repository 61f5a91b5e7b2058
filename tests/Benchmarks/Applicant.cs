using Guzhang.Testing;

namespace Guzhang.Benchmarks;

/// <summary>
/// Somebody nobody has filed yet. Names differ as a county's do: who have the same, and a month of birth, look alike to F03, and are
/// few.
/// </summary>
internal static class Applicant
{
    private const string Surnames = "向田彭龙石张李王吴杨罗刘陈黄周鲁胡瞿宋覃";
    private const string Given = "秀英桂花建国志强春梅红军小明玉兰海平大勇水生金莲爱民云霞光辉丽娟文斌顺生冬月家兴长青远山亮成巧珍永福再贵天佑";
    private static int _people;

    public static Dictionary<string, object> New()
    {
        var n = Interlocked.Increment(ref _people);
        return SampleForm.OfSomebodyNew(("name", $"{Surnames[n % Surnames.Length]}{Given[n / 7 % Given.Length]}{Given[n / 401 % Given.Length]}"));
    }
}
