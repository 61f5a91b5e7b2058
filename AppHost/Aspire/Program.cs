using Guzhang.AppHost;
using Guzhang.AppHost.Aspire;

// The program of a build with UseAspire: run it for development, or publish it:
//   --operation publish --publisher manifest --output-path FILE
//   --operation publish --step publish --target compose|kubernetes --output-path FOLDER
// With --eventstoredb true Collection's journal is kept in an EventStoreDB beside it.
Dashboard.Configure();
var builder = DistributedApplication.CreateBuilder(args);
var platform = new PlatformResources(builder, Repository.Find());
Publishing.Add(builder, platform);
await builder.Build().RunAsync();
