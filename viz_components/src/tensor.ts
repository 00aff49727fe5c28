// Arrays that travelled as bytes beside the JSON: typed arrays over the frame's own memory, never copies.
import type { TensorSpec } from "./protocol/gen";

/** One array of a view. `float16` lies in a `Uint16Array` until somebody asks for its numbers. */
export type Tensor = { readonly shape: readonly number[] } & (
  | { readonly dtype: "float32"; readonly data: Float32Array<ArrayBuffer> }
  | { readonly dtype: "float16"; readonly data: Uint16Array<ArrayBuffer> }
  | { readonly dtype: "uint8"; readonly data: Uint8Array<ArrayBuffer> }
  | { readonly dtype: "int32"; readonly data: Int32Array<ArrayBuffer> }
);

/** A buffer of a frame: where it lies in the frame's memory. */
export interface Span {
  readonly memory: ArrayBuffer;
  readonly offset: number;
  readonly length: number;
}

/** The array that `spec` describes, over the bytes of its span. Throws where the two do not fit. */
export function tensorOver(spec: TensorSpec, span: Span): Tensor {
  const count = spec.shape.reduce((product, n) => product * n, 1);
  const { memory, offset, length } = span;
  if (length !== count * BYTES[spec.dtype]) {
    throw new RangeError(
      `${spec.name} has ${length} bytes, its shape [${spec.shape.join(", ")}] needs others`,
    );
  }
  const { shape } = spec;
  switch (spec.dtype) {
    case "float32":
      return { dtype: "float32", shape, data: new Float32Array(memory, offset, count) };
    case "float16":
      return { dtype: "float16", shape, data: new Uint16Array(memory, offset, count) };
    case "uint8":
      return { dtype: "uint8", shape, data: new Uint8Array(memory, offset, count) };
    case "int32":
      return { dtype: "int32", shape, data: new Int32Array(memory, offset, count) };
    default:
      return unknownDtype(spec.dtype);
  }
}

/** The numbers of a tensor as float32; decodes float16, and copies only where the type differs. */
export function numbers(tensor: Tensor): Float32Array {
  if (tensor.dtype === "float32") return tensor.data;
  if (tensor.dtype === "float16") return Float32Array.from(tensor.data, halfToNumber);
  return Float32Array.from(tensor.data);
}

/** The value of an IEEE half-precision number given by its bits. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const BYTES: Record<TensorSpec["dtype"], number> = { float32: 4, float16: 2, uint8: 1, int32: 4 };

function unknownDtype(dtype: never): never {
  throw new TypeError(`unknown dtype ${String(dtype)}`);
}
