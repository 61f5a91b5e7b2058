namespace Guzhang.AppHost.Native;

/// <summary>Something could not be started or has died; the message is one line for the person at the terminal.</summary>
public sealed class StartFailedException : Exception
{
    public StartFailedException(string message) : base(message) { }

    public StartFailedException(string message, Exception inner) : base(message, inner) { }

    public StartFailedException() { }
}
