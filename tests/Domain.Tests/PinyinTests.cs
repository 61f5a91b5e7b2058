namespace Guzhang.Domain.Tests;

[Trait("Req", "F03")]
public sealed class PinyinTests
{
    private static readonly Pinyin Pinyin = Pinyin.Parse(Sample.File("china/pinyin.txt"));

    [Theory]
    [InlineData("向春华", "xiang chun hua")]
    [InlineData("单春华", "shan chun hua")]
    [InlineData("解春华", "xie chun hua")]
    [InlineData("仇春华", "qiu chun hua")]
    [InlineData("覃春华", "qin chun hua")]
    [InlineData("区春华", "ou chun hua")]
    [InlineData("查春华", "zha chun hua")]
    [InlineData("朴春华", "piao chun hua")]
    [InlineData("曾春华", "zeng chun hua")]
    [InlineData("盖春华", "ge chun hua")]
    [InlineData("乐春华", "yue chun hua")]
    [InlineData("翟春华", "zhai chun hua")]
    [InlineData("缪春华", "miao chun hua")]
    [InlineData("薄春华", "bo chun hua")]
    [InlineData("尉迟恭", "yu chi gong")]
    [InlineData("长孙无忌", "zhang sun wu ji")]
    [InlineData("万俟春", "mo qi chun")]
    [InlineData("欧阳春华", "ou yang chun hua")]
    public void Given_a_surname_then_it_is_read_as_surnames_are(string name, string read) =>
        string.Join(' ', Pinyin.Of(name)).Should().Be(read);

    [Theory]
    [InlineData("向单", "xiang dan")]
    [InlineData("李曾", "li ceng")]
    [InlineData("单", "dan")]
    [InlineData("长孙", "chang sun")]
    public void Given_such_a_character_elsewhere_then_it_is_read_as_usual(string name, string read) =>
        string.Join(' ', Pinyin.Of(name)).Should().Be(read);

    [Theory]
    [InlineData("吕绿", "lv lv")]
    [InlineData("鲁路", "lu lu")]
    [InlineData("買買提", "mai mai ti")]
    [InlineData("买买提·艾力", "mai mai ti ai li")]
    [InlineData("买买提艾力", "mai mai ti ai li")]
    [InlineData("张 三", "zhang san")]
    [InlineData("李〇", "li ling")]
    [InlineData("张𠮷𬭎", "zhang 𠮷 hong")]
    public void Given_umlauts_traditional_and_rare_characters_dots_and_blanks_then_each_is_read_or_stands_for_itself(string name, string read) =>
        string.Join(' ', Pinyin.Of(name)).Should().Be(read);

    [Fact]
    public void Given_a_name_then_its_initials_are_the_first_letters() =>
        string.Concat(Pinyin.Of("单春华").Select(s => s[0])).Should().Be("sch");

    [Fact]
    public void Given_a_line_that_is_no_reading_then_the_file_is_not_taken()
    {
        var act = () => Pinyin.Parse("# source\nxiang向\n");
        act.Should().Throw<FormatException>();
    }
}
