using Guzhang.Collection.FindingPeople;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.ShowingPeople;

/// <summary>Where people are found and shown.</summary>
internal static class PeopleEndpoints
{
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/people").WithTags("people");
        group.MapPost("search", SearchPeople.Search).Needs("people.search").Produces<SearchAnswer>().ProducesProblem(400)
            .WithSummary("查找管辖范围内的人员：身份证号码、后四位、姓名（前两个字以上）或姓名拼音首字母；结果打码");
        group.MapPost("lookup", LookUpPeople.LookUp).Needs("people.lookup").Produces<PeopleAnswer>().ProducesProblem(400)
            .WithSummary("按人员编号取一页名单的姓名、身份证号码、电话（打码），一次最多100人");
        group.MapPost("{laborer:guid}/reveal", RevealPerson.Reveal).Needs("people.reveal").Produces<Revealed>()
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(410)
            .WithSummary("查看一人个人信息的原文：须写明项目和事由，记录在案");
    }
}
