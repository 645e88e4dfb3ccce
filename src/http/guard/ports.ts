/** The Fetch standard's "bad ports" (fetch.spec.whatwg.org, section 2.9), with the services it names. */
const BAD: readonly (readonly [port: number, service: string])[] = [
  [0, 'nothing'], [1, 'tcpmux'], [7, 'echo'], [9, 'discard'], [11, 'systat'], [13, 'daytime'], [15, 'netstat'],
  [17, 'qotd'], [19, 'chargen'], [20, 'FTP'], [21, 'FTP'], [22, 'SSH'], [23, 'telnet'], [25, 'SMTP'], [37, 'time'],
  [42, 'name'], [43, 'whois'], [53, 'DNS'], [69, 'TFTP'], [77, 'rje'], [79, 'finger'], [87, 'link'], [95, 'supdup'],
  [101, 'hostname'], [102, 'iso-tsap'], [103, 'gppitnp'], [104, 'acr-nema'], [109, 'POP2'], [110, 'POP3'],
  [111, 'sunrpc'], [113, 'auth'], [115, 'SFTP'], [117, 'uucp-path'], [119, 'NNTP'], [123, 'NTP'], [135, 'epmap'],
  [137, 'NetBIOS'], [139, 'NetBIOS'], [143, 'IMAP'], [161, 'SNMP'], [179, 'BGP'], [389, 'LDAP'], [427, 'svrloc'],
  [465, 'SMTP'], [512, 'exec'], [513, 'login'], [514, 'shell'], [515, 'printers'], [526, 'tempo'], [530, 'courier'],
  [531, 'chat'], [532, 'netnews'], [540, 'UUCP'], [548, 'AFP'], [554, 'RTSP'], [556, 'remotefs'], [563, 'NNTP'],
  [587, 'SMTP'], [601, 'syslog'], [636, 'LDAP'], [989, 'FTP'], [990, 'FTP'], [993, 'IMAP'], [995, 'POP3'],
  [1719, 'H.323'], [1720, 'H.323'], [1723, 'PPTP'], [2049, 'NFS'], [3659, 'apple-sasl'], [4045, 'NFS locks'],
  [4190, 'managesieve'], [5060, 'SIP'], [5061, 'SIP'], [6000, 'X11'], [6566, 'scanners'], [6665, 'IRC'], [6666, 'IRC'],
  [6667, 'IRC'], [6668, 'IRC'], [6669, 'IRC'], [6679, 'IRC'], [6697, 'IRC'], [10_080, 'Amanda'],
];

/**
 * Databases, brokers and the controls of machines. Some speak HTTP, and hand out or change whatever they keep without
 * asking who wants it; the others mistake a request for commands. A port that web servers share (8080, 9000) is none.
 */
const INFRASTRUCTURE: typeof BAD = [
  [88, 'Kerberos'], [445, 'SMB'], [873, 'rsync'], [1433, 'SQL Server'], [1434, 'SQL Server'], [1521, 'Oracle'],
  [1883, 'MQTT'], [2181, 'ZooKeeper'], [2375, 'Docker'], [2376, 'Docker'], [2377, 'Docker'], [2379, 'etcd'],
  [2380, 'etcd'], [3306, 'MySQL'], [3389, 'remote desktops'], [4222, 'NATS'], [4369, 'Erlang'], [4646, 'Nomad'],
  [5432, 'PostgreSQL'], [5671, 'AMQP'], [5672, 'AMQP'], [5900, 'VNC'], [5984, 'CouchDB'], [5985, 'WinRM'],
  [5986, 'WinRM'], [6379, 'Redis'], [6380, 'Redis'], [6432, 'PgBouncer'], [6443, 'Kubernetes'], [7199, 'Cassandra'],
  [7474, 'Neo4j'], [7687, 'Neo4j'], [8086, 'InfluxDB'], [8123, 'ClickHouse'], [8200, 'Vault'], [8500, 'Consul'],
  [8883, 'MQTT'], [8983, 'Solr'], [9042, 'Cassandra'], [9092, 'Kafka'], [9160, 'Cassandra'], [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'], [10_250, 'the kubelet'], [10_255, 'the kubelet'], [11_211, 'memcached'],
  [15_672, 'RabbitMQ'], [16_379, 'Redis'], [26_257, 'CockroachDB'], [26_379, 'Redis'], [27_017, 'MongoDB'],
  [27_018, 'MongoDB'], [27_019, 'MongoDB'], [28_015, 'RethinkDB'], [33_060, 'MySQL'], [50_000, 'Db2'],
  [61_616, 'ActiveMQ'],
];

const SERVICES = new Map([...BAD, ...INFRASTRUCTURE]);

/** The service a port is known for, if it is one that requests are kept away from; undefined for any other. */
export function serviceOf(port: number): string | undefined {
  return SERVICES.get(port);
}
