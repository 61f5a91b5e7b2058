using Guzhang.ServiceDefaults;
using Guzhang.Subsidy;

return await ServiceProgram.RunAsync(SubsidyService.Create, args);
