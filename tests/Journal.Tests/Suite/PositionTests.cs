using CsCheck;

namespace Guzhang.Journal.Tests.Suite;

/// <summary>Positions as whoever keeps them sees them: text that can be compared.</summary>
[Trait("Req", "COL-16")]
public sealed class PositionTests
{
    private static readonly Gen<(long Epoch, ulong Tx, long Number)> Places = Gen.Select(
        Gen.OneOf(Gen.Long[1, 3], Gen.Long[1, long.MaxValue]), Gen.OneOf(Gen.ULong[0, 3], Gen.ULong), Gen.OneOf(Gen.Long[0, 3], Gen.Long[0, long.MaxValue]));

    /// <summary>In the first life of a journal, or in one after some.</summary>
    private static readonly Gen<Position> Positions = Places.Array[1, 4].Select(places => places.Aggregate(
        default(Position?), (before, p) => new Position(p.Epoch, p.Tx, p.Number) { Before = before?.ToString() })!.Value);

    [Fact]
    public void Given_any_position_its_text_reads_back_equal_and_needs_no_escape_in_an_address() =>
        Positions.Sample(position =>
        {
            var text = position.ToString();
            Position.Parse(text).Should().Be(position);
            Position.Parse(text).ToString().Should().Be(text);
            Uri.EscapeDataString(text).Should().Be(text);
        });

    [Fact]
    public void Given_any_two_positions_they_compare_as_their_parts_do_and_nothing_stands_before_the_start() =>
        Gen.Select(Positions, Positions, Positions).Sample((a, b, c) =>
        {
            var byParts = (a.Epoch, a.Tx, a.Number).CompareTo((b.Epoch, b.Tx, b.Number));
            Math.Sign(a.CompareTo(b)).Should().Be(Math.Sign(byParts));
            (a < b).Should().Be(byParts < 0);
            (a > b).Should().Be(byParts > 0);
            (a <= b).Should().Be(byParts <= 0);
            (a >= b).Should().Be(byParts >= 0);
            Math.Sign(b.CompareTo(a)).Should().Be(-Math.Sign(byParts));
            (a <= b && b <= c && a > c).Should().BeFalse();
            (Position.Start < a).Should().BeTrue();
        });

    [Fact]
    public void Given_a_position_after_some_restores_its_path_holds_the_end_of_every_life_before() =>
        Positions.Sample(position =>
        {
            var path = position.Path;
            path[^1].Should().Be(position);
            path[0].Before.Should().BeNull();
            path.Skip(1).Zip(path).Should().AllSatisfy(pair => pair.First.Before.Should().Be(pair.Second.ToString()));
        });

    [Fact]
    public void Given_any_text_it_is_a_position_or_refused_and_a_position_has_one_spelling_of_its_own() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789-."], 0, 20]).Sample(text =>
        {
            if (Position.TryParse(text, out var position))
            {
                var read = Position.Parse(position.ToString());
                read.CompareTo(position).Should().Be(0);
            }
            else
            {
                position.Should().Be(Position.Start);
                Invoking(() => Position.Parse(text)).Should().Throw<FormatException>();
            }
        });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0-0-0")]
    public void Given_no_text_it_is_the_start(string? text) => Position.Parse(text).Should().Be(Position.Start);

    [Theory]
    [InlineData("1-2")]
    [InlineData("1-2-x")]
    [InlineData("1-2-3-4")]
    [InlineData("-1-2-3")]
    [InlineData(" 1-2-3")]
    [InlineData("1-2-3.")]
    [InlineData(".1-2-3")]
    [InlineData("1-2-3..4-5-6")]
    [InlineData("9223372036854775808-1-1")]
    [InlineData("1-18446744073709551616-1")]
    public void Given_nonsense_it_is_refused(string text) => Position.TryParse(text, out _).Should().BeFalse();
}
