return await Guzhang.ServiceDefaults.ServiceProgram.RunAsync(Guzhang.Console.ConsoleService.Create, args);
