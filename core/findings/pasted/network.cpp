#include "core/findings/pasted/network.h"

#include "core/findings/phrases.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Event = NetworkTrouble::Event;
using Target = NetworkTrouble::Target;

// The words of Go, curl, Python, Node.js, Java and of Windows in its languages. Sources: the Go, Node.js and
// curl sources; glibc, po; system messages 10051, 10054, 10060, 10061 and 11001 of Windows.
const QHash<QString, Event> &eventWords()
{
    static const QHash<QString, Event> words{
        {u"connection refused"_s, Event::Refused},
        {u"econnrefused"_s, Event::Refused},
        {u"actively refused it"_s, Event::Refused},
        {u"winerror 10061"_s, Event::Refused},
        {u"errno 111"_s, Event::Refused},
        {u"da der zielcomputer die verbindung verweigerte"_s, Event::Refused},
        {u"zielcomputer die verbindung verweigerte"_s, Event::Refused},
        {u"verbindungsaufbau abgelehnt"_s, Event::Refused},
        {u"l'ordinateur cible l'a expressément refusée"_s, Event::Refused},
        {u"connexion refusée"_s, Event::Refused},
        {u"denegó expresamente dicha conexión"_s, Event::Refused},
        {u"conexión rehusada"_s, Event::Refused},
        {u"rifiuto persistente del computer di destinazione"_s, Event::Refused},
        {u"a máquina de destino as recusou ativamente"_s, Event::Refused},
        {u"máquina de destino recusou"_s, Event::Refused},
        {u"対象のコンピューターによって拒否されたため、接続できませんでした"_s, Event::Refused},
        {u"由于目标计算机积极拒绝，无法连接"_s, Event::Refused},
        {u"подключение не установлено, т.к. конечный компьютер отверг запрос на подключение"_s,
         Event::Refused},
        {u"komputer docelowy aktywnie go odmawia"_s, Event::Refused},

        {u"no es posible conectar con el servidor remoto"_s, Event::Refused},
        {u"impossible de se connecter au serveur distant"_s, Event::Refused},
        {u"unable to connect to the remote server"_s, Event::Refused},
        {u"die verbindung mit dem remoteserver kann nicht hergestellt werden"_s, Event::Refused},
        {u"es kann keine verbindung mit dem remoteserver hergestellt werden"_s, Event::Refused},
        {u"impossibile effettuare la connessione al server remoto"_s, Event::Refused},
        {u"impossível conectar-se ao servidor remoto"_s, Event::Refused},
        {u"リモート サーバーに接続できません"_s, Event::Refused},
        {u"无法连接到远程服务器"_s, Event::Refused},
        {u"failed to connect to"_s, Event::Refused},
        {u"couldn't connect to server"_s, Event::Refused},

        // .NET's names, as the agent of Azure Pipelines prints them.
        {u"socket error: connectionrefused"_s, Event::Refused},
        {u"socket error: timedout"_s, Event::TimedOut},
        {u"socket error: connectionreset"_s, Event::Reset},
        {u"socket error: hostnotfound"_s, Event::UnknownHost},
        {u"socket error: hostunreachable"_s, Event::Unreachable},
        {u"socket error: networkunreachable"_s, Event::Unreachable},

        {u"context deadline exceeded"_s, Event::TimedOut},
        {u"i/o timeout"_s, Event::TimedOut},
        {u"etimedout"_s, Event::TimedOut},
        {u"timed out"_s, Event::TimedOut},
        {u"timeout"_s, Event::TimedOut},
        {u"esockettimedout"_s, Event::TimedOut},
        {u"client.timeout exceeded"_s, Event::TimedOut},
        {u"did not properly respond after a period of time"_s, Event::TimedOut},
        {u"winerror 10060"_s, Event::TimedOut},
        {u"nach einer bestimmten zeitspanne nicht richtig reagiert hat"_s, Event::TimedOut},
        {u"zeitüberschreitung"_s, Event::TimedOut},
        {u"n'a pas répondu convenablement au-delà d'une certaine durée"_s, Event::TimedOut},
        {u"délai d'attente"_s, Event::TimedOut},
        {u"no respondió adecuadamente tras un periodo de tiempo"_s, Event::TimedOut},
        {u"tiempo de espera agotado"_s, Event::TimedOut},
        {u"risposta non corretta della parte connessa dopo l'intervallo di tempo"_s, Event::TimedOut},
        {u"não respondeu corretamente após um período de tempo"_s, Event::TimedOut},
        {u"接続済みの呼び出し先が一定の時間を過ぎても正しく応答しなかったため"_s, Event::TimedOut},
        {u"由于连接方在一段时间后没有正确答复"_s, Event::TimedOut},
        {u"连接方在一段时间后没有正确答复"_s, Event::TimedOut},

        {u"attempt was made to access a socket in a way forbidden by its access permissions"_s,
         Event::Unreachable},
        {u"auf einen socket war aufgrund der zugriffsrechte des sockets unzulässig"_s, Event::Unreachable},
        {u"tentative d'accès à un socket de manière interdite"_s, Event::Unreachable},
        {u"intento de acceso a un socket no permitido"_s, Event::Unreachable},
        {u"アクセス許可で禁じられた方法でソケットにアクセスしようとしました"_s, Event::Unreachable},
        {u"network is unreachable"_s, Event::Unreachable},
        {u"enetunreach"_s, Event::Unreachable},
        {u"ehostunreach"_s, Event::Unreachable},
        {u"no route to host"_s, Event::Unreachable},
        {u"unreachable network"_s, Event::Unreachable},
        {u"unreachable host"_s, Event::Unreachable},
        {u"host is down"_s, Event::Unreachable},
        {u"errno 101"_s, Event::Unreachable},
        {u"errno 113"_s, Event::Unreachable},
        {u"winerror 10051"_s, Event::Unreachable},
        {u"winerror 10065"_s, Event::Unreachable},
        {u"bezog sich auf ein nicht verfügbares netzwerk"_s, Event::Unreachable},
        {u"nicht verfügbares netzwerk"_s, Event::Unreachable},
        {u"das netzwerk ist nicht erreichbar"_s, Event::Unreachable},
        {u"réseau impossible à atteindre"_s, Event::Unreachable},
        {u"le réseau n'est pas accessible"_s, Event::Unreachable},
        {u"en una red no accesible"_s, Event::Unreachable},
        {u"la red es inaccesible"_s, Event::Unreachable},
        {u"una rete non raggiungibile"_s, Event::Unreachable},
        {u"uma rede inacessível"_s, Event::Unreachable},
        {u"到達できないネットワークに対してソケット操作を実行しようとしました"_s, Event::Unreachable},
        {u"向一个无法连接的网络尝试了一个套接字操作"_s, Event::Unreachable},

        {u"connection reset"_s, Event::Reset},
        {u"econnreset"_s, Event::Reset},
        {u"forcibly closed by the remote host"_s, Event::Reset},
        {u"socket hang up"_s, Event::Reset},
        {u"winerror 10054"_s, Event::Reset},
        {u"unexpected eof while reading"_s, Event::Reset},
        {u"vom remotehost geschlossen"_s, Event::Reset},
        {u"fermée par l'hôte distant"_s, Event::Reset},
        {u"conexión existente por el host remoto"_s, Event::Reset},
        {u"interrotta forzatamente dall'host remoto"_s, Event::Reset},
        {u"conexão existente pelo host remoto"_s, Event::Reset},
        {u"既存の接続はリモート ホストに強制的に切断されました"_s, Event::Reset},
        {u"远程主机强迫关闭了一个现有的连接"_s, Event::Reset},

        {u"no such host"_s, Event::UnknownHost},
        {u"no such host is known"_s, Event::UnknownHost},
        {u"could not resolve host"_s, Event::UnknownHost},
        {u"couldn't resolve host"_s, Event::UnknownHost},
        {u"getaddrinfo enotfound"_s, Event::UnknownHost},
        {u"getaddrinfo eai_again"_s, Event::UnknownHost},
        {u"getaddrinfo failed"_s, Event::UnknownHost},
        {u"name or service not known"_s, Event::UnknownHost},
        {u"temporary failure in name resolution"_s, Event::UnknownHost},
        {u"nodename nor servname provided"_s, Event::UnknownHost},
        {u"unknownhostexception"_s, Event::UnknownHost},
        {u"server misbehaving"_s, Event::UnknownHost},
        {u"failed to resolve"_s, Event::UnknownHost},
        {u"the remote name could not be resolved"_s, Event::UnknownHost},
        {u"der remotename konnte nicht aufgelöst werden"_s, Event::UnknownHost},
        {u"der angegebene host ist unbekannt"_s, Event::UnknownHost},
        {u"es ist kein solcher host bekannt"_s, Event::UnknownHost},
        {u"hôte inconnu"_s, Event::UnknownHost},
        {u"le nom distant n'a pas pu être résolu"_s, Event::UnknownHost},
        {u"host desconocido"_s, Event::UnknownHost},
        {u"no se puede resolver el nombre remoto"_s, Event::UnknownHost},
        {u"host sconosciuto"_s, Event::UnknownHost},
        {u"este host não é conhecido"_s, Event::UnknownHost},
        {u"そのようなホストは不明です"_s, Event::UnknownHost},
        {u"リモート名を解決できませんでした"_s, Event::UnknownHost},
        {u"不知道这样的主机"_s, Event::UnknownHost},

        // glibc in its languages, and .NET
        {u"connessione rifiutata"_s, Event::Refused},
        {u"conexão recusada"_s, Event::Refused},
        {u"接続を拒否されました"_s, Event::Refused},
        {u"拒绝连接"_s, Event::Refused},
        {u"connexion terminée par expiration du délai d'attente"_s, Event::TimedOut},
        {u"expiró el tiempo de conexión"_s, Event::TimedOut},
        {u"connessione scaduta"_s, Event::TimedOut},
        {u"tempo esgotado para conexão"_s, Event::TimedOut},
        {u"接続がタイムアウトしました"_s, Event::TimedOut},
        {u"连接超时"_s, Event::TimedOut},
        {u"keine route zum zielrechner"_s, Event::Unreachable},
        {u"aucun chemin d'accès pour atteindre l'hôte cible"_s, Event::Unreachable},
        {u"no existe ninguna ruta hasta el"_s, Event::Unreachable},
        {u"nessun instradamento per l'host"_s, Event::Unreachable},
        {u"não há rota para o host"_s, Event::Unreachable},
        {u"ホストへの経路がありません"_s, Event::Unreachable},
        {u"没有到主机的路由"_s, Event::Unreachable},
        {u"la rete non è raggiungibile"_s, Event::Unreachable},
        {u"a rede está fora de alcance"_s, Event::Unreachable},
        {u"ネットワークに到達できません"_s, Event::Unreachable},
        {u"网络不可达"_s, Event::Unreachable},
        {u"vom kommunikationspartner zurückgesetzt"_s, Event::Reset},
        {u"connexion ré-initialisée par le correspondant"_s, Event::Reset},
        {u"conexión reinicializada por la máquina remota"_s, Event::Reset},
        {u"connessione interrotta dal corrispondente"_s, Event::Reset},
        {u"conexão fechada pela outra ponta"_s, Event::Reset},
        {u"接続が相手からリセットされました"_s, Event::Reset},
        {u"name oder dienst nicht bekannt"_s, Event::UnknownHost},
        {u"nom ou service inconnu"_s, Event::UnknownHost},
        {u"nombre o servicio desconocido"_s, Event::UnknownHost},
        {u"nome o servizio sconosciuto"_s, Event::UnknownHost},
        {u"nome ou serviço desconhecido"_s, Event::UnknownHost},
        {u"名前またはサービスが不明です"_s, Event::UnknownHost},
        {u"未知的名称或服务"_s, Event::UnknownHost},
        {u"temporärer fehler bei der namensauflösung"_s, Event::UnknownHost},
        {u"échec temporaire dans la résolution du nom"_s, Event::UnknownHost},
        {u"fallo temporal en la resolución del nombre"_s, Event::UnknownHost},
        {u"errore temporaneo nella risoluzione del nome"_s, Event::UnknownHost},
        {u"falha temporária na resolução de nome"_s, Event::UnknownHost},
        {u"名前解決に一時的に失敗しました"_s, Event::UnknownHost},
        {u"o nome remoto não pôde ser resolvido"_s, Event::UnknownHost},
        {u"impossibile risolvere il nome remoto"_s, Event::UnknownHost},
        {u"未能解析此远程名称"_s, Event::UnknownHost},
        {u"원격 이름을 확인할 수 없습니다"_s, Event::UnknownHost},
        {u"невозможно разрешить удаленное имя"_s, Event::UnknownHost},
        {u"nie można rozpoznać nazwy zdalnej"_s, Event::UnknownHost},

        {u"proxy authentication required"_s, Event::Refused},
        {u"from proxy after connect"_s, Event::Refused},
        {u"connect tunnel failed, response"_s, Event::Refused},
        {u"proxyauthentifizierung erforderlich"_s, Event::Refused},
        {u"authentification proxy requise"_s, Event::Refused},
        {u"autenticación de proxy requerida"_s, Event::Refused},
        {u"autenticazione proxy richiesta"_s, Event::Refused},
    };
    return words;
}

struct Named {
    Target target;
    QString host;
};

// With whom the connection was to be made; nothing where the statement names other hosts only.
std::optional<Named> targetOf(const QString &text)
{
    struct Mark {
        Target target;
        QRegularExpression pattern;
    };
    const auto mark = [](Target target, const char *pattern) {
        return Mark{target, QRegularExpression(QString::fromLatin1(pattern))};
    };
    static const Mark marks[] = {
        mark(Target::Proxy,
             "proxyconnect tcp|unable to connect to proxy|proxyerror|tunneling socket could not be "
             "established|tunnel connection failed|"
             "from proxy after connect|connect tunnel failed|proxy authentication "
             "required|proxyauthentifizierung erforderlich|authentification proxy "
             "requise|"
             "autenticaci.n de proxy requerida|autenticazione proxy richiesta"),
        mark(Target::ArcAgent, "(?:localhost|127\\.0\\.0\\.1|\\[::1\\])(?::| port )40342"),
        mark(Target::Imds,
             "169\\.254\\.169\\.254(?!:?\\d*/(?!metadata|80\\b))|metadata/identity|imds endpoint|managed "
             "identity "
             "endpoint|to msi\\b"),
        mark(Target::AppService, "/msi/token|(?:localhost|127\\.0\\.0\\.1):50342"),
        mark(Target::Entra,
             "login\\.(?:microsoftonline\\.(?:com|us|de)|chinacloudapi\\.cn|windows\\.net|microsoft\\.com)"),
        mark(Target::AzureDevOps,
             "\\b(?:[a-z0-9-]{1,60}\\.)?dev\\.azure\\.com|\\b[a-z0-9-]{1,60}\\.(?:vssps\\.|vsaex\\.|pkgs\\.)?"
             "visualstudio\\.com|"
             "\\bvssps\\b|\\bvsaex\\b|vstoken\\.|\\bvstsagentpackage\\.azureedge\\.net"),
    };
    // An address has no blanks; where it has, the line was wrapped.
    for (const QString &form : {text, QString(text).remove(u' ')}) {
        for (const Mark &known : marks) {
            if (const auto match = known.pattern.match(form); match.hasMatch())
                return Named{known.target, match.captured()};
        }
    }
    static const QRegularExpression anyHost(u"\\b(?:[a-z0-9][a-z0-9-]{0,62}\\.)+(?!(?:go|js|ts|py|rb|java|cs|"
                                            u"cpp|c|h|rs|php|ps1|sh|tf|json|yml|yaml|log|txt|"
                                            "exe|dll|so|jar|md|xml|conf|cfg|net|exception)\\b)[a-z]{2,12}\\b("
                                            "?![.(])|\\b(?:\\d{1,3}\\.){3}\\d{1,3}:\\d{2,5}\\b|"
                                            "\\b(?:localhost|127\\.0\\.0\\.1):\\d{2,5}\\b|://"_s);
    return anyHost.match(text).hasMatch() ? std::nullopt : std::optional<Named>(Named{Target::Unnamed, {}});
}

// The line at a place and so many on both sides of it. One that a terminal wrapped goes on in the next.
QString textAround(const Statement &statement, qsizetype at, int count)
{
    const auto &lines = statement.lines;
    const auto away = [&lines](qsizetype from, qsizetype by, int left) {
        for (qsizetype next = from + by; next >= 0 && next < lines.size(); next += by) {
            const bool isOneLine = lines[std::min(from, next)].fillsTerminal();
            if (!isOneLine && left-- == 0)
                break;
            from = next;
        }
        return from;
    };
    const qsizetype line = statement.indexOfLineAt(at);
    const qsizetype begin = lines[away(line, -1, count)].at;
    const qsizetype last = away(line, 1, count);
    const qsizetype end = last + 1 < lines.size() ? lines[last + 1].at : statement.folded.size();
    return statement.folded.mid(begin, end - begin);
}

} // namespace

std::optional<NetworkTrouble> networkTroubleIn(const Statement &statement)
{
    static const Phrases phrases(eventWords().keys(), Phrases::Ends::WholeWords);
    static const WrappedPhrases wrapped(eventWords().keys());
    QHash<QString, qsizetype> said = phrases.placesIn(statement.folded);
    if (said.isEmpty())
        said = wrapped.placesIn(statement.folded);
    if (said.isEmpty())
        return std::nullopt;

    std::optional<NetworkTrouble> best;
    for (const auto &[words, at] : said.asKeyValueRange()) {
        // The host stands in the same line, or in one of those beside it.
        const auto named = targetOf(textAround(statement, at, 2));
        if (!named)
            continue;
        NetworkTrouble trouble{eventWords().value(words), named->target, words, named->host, at};
        const auto rank = [](const NetworkTrouble &seen) {
            return std::tuple(seen.target == Target::Unnamed, -seen.words.size(), seen.at);
        };
        if (!best || rank(trouble) < rank(*best))
            best = std::move(trouble);
    }
    return best;
}

} // namespace signet
