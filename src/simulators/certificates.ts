import {
  createIntermediate,
  createLeaf,
  createRoot,
  generateKeys,
  pem,
  privateKeyPem,
  readSigner,
  type Signer,
  type Validity,
} from './tls/signing.ts';

/** PEM texts, keys included: what is kept so that the lab's root stays the same from run to run. */
export interface AuthorityPems {
  root: KeyPairPem;
  g2: KeyPairPem;
  g3: KeyPairPem;
}

export interface KeyPairPem {
  cert: string;
  key: string;
}

/** Who signs: `other` is a G2 under another root of the same name, `self` the certificate itself. */
export type IssuerName = 'root' | 'g2' | 'g3' | 'other' | 'self';

export interface IssueRequest {
  commonName: string;
  /** Host names and IP addresses. */
  altNames: string[];
  /** `g2` unless said otherwise. */
  issuer?: IssuerName;
  /** By default from yesterday for 397 days, by the real clock. */
  validity?: Validity;
}

/** PEM texts. */
export interface IssuedCertificate {
  key: string;
  /** The certificate alone. */
  cert: string;
  /** The certificate, then its intermediates; under `other` also that root, so that its serial number can be seen. */
  chain: string;
}

export interface LabAuthority {
  rootPem: string;
  g2Pem: string;
  g3Pem(): Promise<string>;
  /** All certificates it issues share one key, made once a run. */
  issue(request: IssueRequest): Promise<IssuedCertificate>;
  /** A root with the same subject name, but another key and serial number; the same one for the whole run. */
  otherRootPem(): Promise<string>;
  export(): Promise<AuthorityPems>;
}

/** A new authority. */
export async function createLabAuthority(): Promise<LabAuthority> {
  const root = await createRoot();
  const g2 = await createIntermediate(root, 'G2');
  // The wrong one is made when a story needs it.
  return authorityOf({ root, g2, g3: once(() => createIntermediate(root, 'G3')) });
}

/** Reads back what `export()` gave. Throws an Error that names the entry that cannot be used. */
export async function loadLabAuthority(pems: AuthorityPems): Promise<LabAuthority> {
  const read = async (name: keyof AuthorityPems): Promise<Signer> => {
    try {
      return await readSigner(pems[name].cert, pems[name].key);
    } catch (error) {
      throw new Error(`lab authority: "${name}" cannot be read: ${(error as Error).message}`);
    }
  };
  const [root, g2, g3] = await Promise.all([read('root'), read('g2'), read('g3')]);
  for (const [name, signer] of Object.entries({ root, g2, g3 })) {
    if (!(await signer.certificate.verify({ publicKey: root.certificate.publicKey, date: new Date() }))) {
      throw new Error(`lab authority: "${name}" is over, or not signed by the root beside it`);
    }
  }
  return authorityOf({ root, g2, g3: async () => g3 });
}

function authorityOf(signers: { root: Signer; g2: Signer; g3: () => Promise<Signer> }): LabAuthority {
  const leafKeys = once(async () => {
    const keys = await generateKeys();
    return { keys, pem: await privateKeyPem(keys) };
  });
  const other = once(async () => {
    const root = await createRoot();
    return { root, g2: await createIntermediate(root, 'G2') };
  });

  async function signerOf(issuer: IssuerName): Promise<Signer | null> {
    if (issuer === 'self') return null;
    if (issuer === 'other') return (await other()).g2;
    return issuer === 'g3' ? signers.g3() : signers[issuer];
  }

  return {
    rootPem: pem(signers.root.certificate),
    g2Pem: pem(signers.g2.certificate),
    g3Pem: async () => pem((await signers.g3()).certificate),
    async issue(request) {
      const issuer = request.issuer ?? 'g2';
      const signer = await signerOf(issuer);
      const { keys, pem: key } = await leafKeys();
      const cert = pem(await createLeaf(signer, keys, request));
      let chain = cert;
      if (signer && issuer !== 'root') chain += pem(signer.certificate);
      if (issuer === 'other') chain += pem((await other()).root.certificate);
      return { key, cert, chain };
    },
    async otherRootPem() {
      return pem((await other()).root.certificate);
    },
    async export() {
      const { root, g2, g3 } = signers;
      return { root: await exported(root), g2: await exported(g2), g3: await exported(await g3()) };
    },
  };
}

async function exported(signer: Signer): Promise<KeyPairPem> {
  return { cert: pem(signer.certificate), key: await privateKeyPem(signer.keys) };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
