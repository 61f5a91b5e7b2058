return await Guzhang.ServiceDefaults.ServiceProgram.RunAsync(Guzhang.Collection.CollectionService.Create, args);
