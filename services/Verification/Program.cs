using Guzhang.ServiceDefaults;
using Guzhang.Verification;

return await ServiceProgram.RunAsync(VerificationService.Create, args);
