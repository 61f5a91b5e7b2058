using Guzhang.JobMatching;
using Guzhang.ServiceDefaults;

return await ServiceProgram.RunAsync(JobMatchingService.Create, args);
