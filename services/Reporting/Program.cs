using Guzhang.Reporting;
using Guzhang.ServiceDefaults;

return await ServiceProgram.RunAsync(ReportingService.Create, args);
