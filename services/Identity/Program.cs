using Guzhang.Identity;
using Guzhang.ServiceDefaults;

return await ServiceProgram.RunAsync(IdentityService.Create, args);
