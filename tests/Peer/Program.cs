using Guzhang.Peer;
using Guzhang.ServiceDefaults;

// A service of the smallest kind, made of the same parts as the real ones, for tests to freeze and kill.
return args is ["source", ..]
    ? await ServiceProgram.RunAsync(SourcePeer.Create, args[1..])
    : await ServiceProgram.RunAsync(ConsumerPeer.Create, args[1..]);
