/** Finds QR codes in a picture; a program of its own, since only those who check a sheet need it. */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

export interface Scan {
  readonly id: number;
  readonly picture: ImageData;
}

self.onmessage = async ({ data }: MessageEvent<{ wasm: ArrayBuffer } | Scan>): Promise<void> => {
  if ('wasm' in data) {
    await prepareZXingModule({ overrides: { wasmBinary: data.wasm }, fireImmediately: true });
    return;
  }
  const found = await readBarcodes(data.picture, { formats: ['QRCode'], tryHarder: true, tryRotate: true, tryDownscale: true, maxNumberOfSymbols: 32 });
  self.postMessage({ id: data.id, texts: found.filter((code) => code.isValid).map((code) => code.text) });
};
