using Guzhang.Collection;
using Guzhang.Collection.JournalStores;
using Guzhang.ServiceDefaults;

return args is ["move-journal", var to] ? await MoveJournal.RunAsync(to) : await ServiceProgram.RunAsync(CollectionService.Create, args);
