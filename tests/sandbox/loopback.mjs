// Leads every connection of this process to ports 80 and 443 to a sandbox on the loopback address, below names,
// TLS and HTTP: clients run unmodified, send the names they mean, and check the certificate against them.
import net from "node:net";

const connect = net.Socket.prototype.connect;

export function leadToSandbox(plainPort, tlsPort) {
    const ports = new Map([[80, plainPort], [443, tlsPort]]);
    net.Socket.prototype.connect = function (...given) {
        // Callers inside node hand over what they have already put in order, as one array.
        const first = Array.isArray(given[0]) ? given[0][0] : given[0];
        const port = ports.get(Number(first?.port));
        if (port === undefined)
            return connect.apply(this, given);
        first.port = port;
        first.host = "127.0.0.1";
        return connect.apply(this, given);
    };
}
