using System.Text;
using AwesomeAssertions;
using Guzhang.ServiceDefaults.Access;
using Xunit;

namespace Guzhang.Identity.Tests;

public sealed class AccessDocumentTests
{
    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_the_access_table_when_docs_access_md_is_read_then_it_is_that_table()
    {
        var path = Path.Combine(Root(), "docs", "access.md");
        var printed = Print(AccessTable.Current);
        if (Environment.GetEnvironmentVariable("GUZHANG_WRITE_DOCS") == "1")
            await File.WriteAllTextAsync(path, printed);

        (await File.ReadAllTextAsync(path)).Should().Be(printed, "run this test with GUZHANG_WRITE_DOCS=1 after a change of access.json");
    }

    private static string Print(AccessTable table)
    {
        var text = new StringBuilder();
        text.Append("""
            # Who may do what

            Printed from `building-blocks/ServiceDefaults/access.json` by `AccessDocumentTests`; change the file, not this page.

            An endpoint names the action it needs; a caller whose role has no ● in that line gets 403. An endpoint that names
            none is closed to everybody. Apart from the role there is the scope: the token's `division` (county 6 digits, town 9,
            village 12) covers every division whose code starts with it; data of no known division belongs to the county.
            Open to all besides: health, the OpenAPI document and its page, and the identity service's discovery, keys and pages
            for signing in. `tests/Access.Tests` tries every endpoint of every service with every role, inside and outside the
            scope, and without a token.

            | action | what |
            """).Append(' ');
        text.AppendJoin(" | ", table.Roles.Keys).Append(" |\n|---|---|");
        text.AppendJoin("|", table.Roles.Select(_ => ":-:")).Append("|\n");
        foreach (var (action, allowed) in table.Actions)
        {
            text.Append($"| `{action}` | {allowed.Title} | ");
            text.AppendJoin(" | ", table.Roles.Keys.Select(role => allowed.Roles.Contains(role) ? "●" : "")).Append(" |\n");
        }

        text.Append("\n## Open to all\n\n| endpoint | why |\n|---|---|\n");
        foreach (var (endpoint, why) in table.Open)
            text.Append($"| `{endpoint}` | {why} |\n");

        text.Append("\n## Roles\n\n| role | who |\n|---|---|\n");
        foreach (var (role, title) in table.Roles)
            text.Append($"| `{role}` | {title} |\n");
        return text.ToString();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Guzhang.Platform.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
