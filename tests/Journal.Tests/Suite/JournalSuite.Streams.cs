using System.Text.Json;

namespace Guzhang.Journal.Tests.Suite;

public abstract partial class JournalSuite
{
    [Fact]
    public async Task Given_a_stream_it_is_read_in_pages_from_after_any_version()
    {
        var stream = NewStream();
        await Append(stream, Expected.NoStream, [.. Enumerable.Range(1, 25).Select(n => Event($"e{n}"))]);

        var pages = new List<IReadOnlyList<StoredEvent>>();
        for (var after = 0L; await Journal.ReadStream(stream, after, 10, default) is { Count: > 0 } page; after = page[^1].Version)
        {
            pages.Add(page);
        }

        pages.Select(p => p.Count).Should().Equal(10, 10, 5);
        pages.SelectMany(p => p).Select(e => (e.Version, e.Type)).Should().Equal(Enumerable.Range(1, 25).Select(n => ((long)n, $"e{n}")));
        (await Journal.ReadStream(stream, 24, 10, default)).Select(e => e.Version).Should().Equal(25);
        (await Journal.ReadStream(stream, 25, 10, default)).Should().BeEmpty();
        (await Journal.ReadStream(stream, 99, 10, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task Given_an_unknown_stream_it_has_no_events()
    {
        (await Stream(NewStream())).Should().BeEmpty();
        (await Journal.ReadStreams([NewStream(), NewStream()], default)).Should().BeEmpty();
        (await Journal.ReadStreams([], default)).Should().BeEmpty();
    }

    [Fact]
    public async Task Given_several_streams_each_comes_whole_and_in_order()
    {
        var streams = Enumerable.Range(0, 5).Select(_ => NewStream()).ToList();
        for (var round = 1; round <= 4; round++)
        {
            await Journal.Append([.. streams.Select(s => To(s, round - 1, Event($"{s} {round}")))], default);
        }

        var unknown = NewStream();
        var read = await Journal.ReadStreams([.. streams.Take(3), unknown, streams[0]], default);

        read.Select(g => g.Key).Should().BeEquivalentTo(streams.Take(3));
        read.Should().AllSatisfy(g => g.Select(e => e.Type).Should().Equal(Enumerable.Range(1, 4).Select(n => $"{g.Key} {n}")));
        read[unknown].Should().BeEmpty();
    }

    [Fact]
    public async Task Given_an_event_everything_about_it_is_kept()
    {
        var from = await End();
        var stream = $"户-{Guid.NewGuid()}";
        var recorded = new DateTimeOffset(2020, 10, 20, 23, 59, 59, TimeSpan.FromHours(8)).AddTicks(1_234_560);
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var (traced, untraced) = (new NewEvent(Guid.NewGuid(), "表-已确认", """{"年":2020}"""), new NewEvent(Guid.NewGuid(), "draft", "[]", Published: false));

        await Journal.Append([new StreamAppend(stream, Expected.NoStream, [traced], recorded, trace)], default);
        await Journal.Append([new StreamAppend(stream, 1, [untraced], recorded.AddYears(-1), null)], default);

        var stored = await Stream(stream);
        stored.Select(e => (e.Stream, e.Version, e.Id, e.Type, e.Seq, e.Data, e.RecordedAt, e.TraceParent)).Should().Equal(
            (stream, 1, traced.Id, traced.Type, 1, traced.Data, recorded, trace),
            (stream, 2, untraced.Id, untraced.Type, null, untraced.Data, recorded.AddYears(-1), null));
        stored.Should().AllSatisfy(e => e.StoredAt.Should().BeCloseTo(DateTimeOffset.UtcNow, Limit));
        var all = (await All(from, atLeast: 2, page: 10)).Where(e => e.Stream == stream).ToList();
        stored.Should().AllSatisfy(e => e.Position.Should().Match<Position>(p => p == Position.Start || all.Exists(a => a.Position == p)));
        all.Select((e, i) => e with { Position = stored[i].Position }).Should().Equal(stored, "it is the same event wherever it is read");
    }

    [Theory]
    [InlineData("古丈县外出务工贫困劳动力")]
    [InlineData("𠮷野家 𡨚 㐂 · 龘龘")]
    [InlineData("👨‍👩‍👧‍👦 e\u0301 \u200f \ufeff \uffff")]
    [InlineData("\t \r\n \" \\ / \u2028 \0 \u001f")]
    [InlineData("")]
    public async Task Given_any_text_it_comes_back_letter_by_letter(string text)
    {
        var stream = NewStream();
        var plain = JsonSerializer.Serialize(text, Unescaped);
        var escaped = JsonSerializer.Serialize(text);

        await Append(stream, Expected.NoStream, new NewEvent(Guid.NewGuid(), "text", plain), new NewEvent(Guid.NewGuid(), "text", escaped));

        (await Stream(stream)).Select(e => e.Data).Should().Equal(plain, escaped);
        (await Stream(stream)).Select(e => JsonSerializer.Deserialize<string>(e.Data)).Should().Equal(text, text);
    }

    [Fact]
    public async Task Given_events_of_several_megabytes_they_come_back_whole()
    {
        var stream = NewStream();
        var texts = new[] { new string('古', 1_500_000), string.Concat(Enumerable.Repeat("丈𠮷", 700_000)), "small" };
        NewEvent[] events = [.. texts.Select(text => new NewEvent(Guid.NewGuid(), "large", $$"""{"text":"{{text}}"}"""))];

        await Append(stream, Expected.NoStream, events);

        // Compared by hand: a message about a difference would hold both texts.
        (await Stream(stream)).Select(e => e.Data).SequenceEqual(events.Select(e => e.Data)).Should().BeTrue();
    }

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
